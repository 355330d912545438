//! Folders of audio files become named sounds; the loader thread decodes and resamples.
