//! Runs work with the widest instructions this machine has, and with denormals flushed to zero.
//!
//! The work is compiled twice, plainly and for AVX2. Both do the same IEEE operations in the same
//! order, so the choice changes the time it takes and never a bit of what comes out. This is the
//! only file with unsafe code.

/// Something to compute. `work` and all that matters inside must be `#[cfg_attr(not(debug_assertions), inline(always))]`, so that it
/// becomes part of the function that was compiled for the chosen instructions.
pub(super) trait Work {
    /// Does it.
    fn work(self);
}

/// Which instructions to use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Instructions {
    /// What every machine of the architecture has.
    Baseline,
    /// 256-bit vectors of x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Instructions {
    /// The widest that this machine has.
    pub(super) fn detect() -> Instructions {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            return Instructions::Avx2;
        }
        Instructions::Baseline
    }

    /// Does the work with these instructions.
    pub(super) fn run(self, work: impl Work) {
        match self {
            Instructions::Baseline => work.work(),
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            Instructions::Avx2 => {
                // SAFETY: this variant is only made by `detect`, after asking the processor.
                unsafe { run_avx2(work) }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(work: impl Work) {
    work.work();
}

/// Runs something with denormals flushed to zero: a fading filter would else become a hundred times
/// slower than a sounding one.
pub(super) fn without_denormals<T>(f: impl FnOnce() -> T) -> T {
    // SAFETY: the compiler assumes that the floating-point mode is the default one, and uses it only
    // to compute constants ahead of time. Ours are normal numbers or zero, for which both modes
    // agree; no code inside asks for the mode. The mode is restored on the way out.
    #[allow(unsafe_code)]
    unsafe {
        no_denormals::no_denormals(f)
    }
}
