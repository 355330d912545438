//! Mini-notation: `"bd*2 <sn cp>"` becomes a pattern whose atoms know their place in the source.
