//! Watches files: a save becomes one event, whatever the editor did.
