//! SuperDirt's control buses: `p.panbus(3)`, `p.panrecv(3)`, for every control that takes numbers.
//!
//! They are understood and change nothing: only SuperDirt has such buses, and a script says so once.

use std::any::TypeId;

use rhai::{Dynamic, Engine, NativeCallContext};

use super::bind::Answer;
use super::stage::Stage;
use crate::control::{ALL, Unit};
use crate::diag::{Diagnostic, Severity};

/// Teaches an engine the names.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for info in ALL.iter().map(|control| control.info()).filter(|info| info.unit != Unit::Name) {
        for ending in ["bus", "recv"] {
            let name = format!("{}{ending}", info.name);
            for count in 2..=3 {
                let (stage, told) = (stage.clone(), name.clone());
                let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
                    tell(&stage, &ctx, &told);
                    Ok(args[0].clone())
                };
                let types = vec![TypeId::of::<Dynamic>(); count];
                engine.register_raw_fn(&name, &types, call);
            }
        }
    }
}

fn tell(stage: &Stage, ctx: &NativeCallContext, name: &str) {
    let mut state = stage.state();
    let message = format!("`{name}` is not heard: this engine has no control buses");
    let told = |d: &Diagnostic| d.severity == Severity::Warning && d.message == message;
    if !state.diagnostics.iter().any(told) {
        let span = state.call_span(ctx);
        let hint = "the pattern stays as it is; to move a control, give it a pattern";
        state.tell(Diagnostic::warning(span, message).hint(hint));
    }
}
