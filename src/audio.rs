//! Where samples go: a sound card or a file. The only callers of `render`.
