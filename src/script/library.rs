//! Imports: libraries beside the script, in the musician's folders, and inside the program.
//!
//! A library that has not changed, and whose own imports have not, is not run again. Libraries define
//! functions and constants; tracks and tempo are the script's own.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{
    AST, Engine, EvalAltResult, FnNamespace, Module, ModuleResolver, Position, Scope,
    ScriptFuncDef, Shared,
};

use super::layout::{Layout, lay_out};
use super::read::is_there;
use super::registered;
use super::stage::Stage;
use crate::diag::{Diagnostic, Source, nearest};
use crate::vocab::library::LIBRARIES;

/// What messages call a built-in library.
pub(crate) fn built_in_name(name: &str) -> String {
    format!("<std>/{name}.rhai")
}

/// The text of a library, and where it was found.
#[derive(Clone, PartialEq)]
struct Found {
    name: Arc<str>,
    path: Option<PathBuf>,
    text: Arc<str>,
}

/// A library that has been run.
struct Loaded {
    found: Found,
    ast: AST,
    module: Shared<Module>,
    /// What it imports, and what was found then.
    imports: Vec<(String, Found)>,
}

/// What a library has imported so far, by the names it uses.
type Imports = Vec<(String, Found)>;

#[derive(Default)]
struct Shelf {
    loaded: HashMap<Arc<str>, Arc<Loaded>>,
    /// The libraries that are being run, the outermost first, with what each has imported so far.
    running: Vec<(Arc<str>, Imports)>,
}

/// Finds and keeps libraries.
#[derive(Clone)]
pub(crate) struct Libraries {
    stage: Stage,
    folders: Arc<[PathBuf]>,
    shelf: Arc<Mutex<Shelf>>,
}

impl Libraries {
    /// Libraries in the script's folder, then in these, then inside the program.
    pub(crate) fn new(stage: &Stage, folders: Vec<PathBuf>) -> Libraries {
        Libraries { stage: stage.clone(), folders: folders.into(), shelf: Arc::default() }
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folders in which a library is looked for.
    fn places(&self) -> Vec<PathBuf> {
        let beside = self.stage.state().folder.clone();
        std::iter::once(beside).chain(self.folders.iter().cloned()).collect()
    }

    /// The library of a name; or why what there is cannot be read, if there is anything.
    fn find(&self, path: &str) -> Result<Found, Option<String>> {
        let file = if path.ends_with(".rhai") { path.to_string() } else { format!("{path}.rhai") };
        for folder in self.places() {
            let path = folder.join(&file);
            self.stage.state().tried(&path);
            let text = self.stage.state().text_of(&path);
            let name = path.display().to_string();
            match text {
                Ok(text) => {
                    return Ok(Found { name: name.into(), path: Some(path), text: text.into() });
                }
                Err(error) if is_there(&error) => return Err(Some(format!("{name}: {error}"))),
                Err(_) => {}
            }
        }
        let (name, text) = LIBRARIES.iter().find(|(name, _)| *name == path).ok_or(None)?;
        Ok(Found { name: built_in_name(name).into(), path: None, text: (*text).into() })
    }

    /// True if the library, and all that it imports, would be found unchanged.
    fn is_fresh(&self, loaded: &Loaded) -> bool {
        loaded.imports.iter().all(|(path, found)| {
            let inner = self.shelf().loaded.get(&found.name).cloned();
            self.find(path).as_ref() == Ok(found)
                && inner.is_some_and(|inner| inner.found == *found && self.is_fresh(&inner))
        })
    }

    /// Makes the literals and files of a library, and of what it imports, known to this run.
    fn announce(&self, loaded: &Loaded) {
        self.introduce(&loaded.found, Some(&loaded.ast));
        for (_, found) in &loaded.imports {
            let inner = self.shelf().loaded.get(&found.name).cloned();
            if let Some(inner) = inner {
                self.announce(&inner);
            }
        }
    }

    fn introduce(&self, found: &Found, ast: Option<&AST>) {
        let source = Source::new(found.name.clone(), found.text.clone());
        let mut state = self.stage.state();
        let file = state.sources.insert(source.clone());
        if let Some(ast) = ast {
            state.literals.add(ast, file, &source);
        }
        if let Some(path) = &found.path {
            state.tried(path);
        }
    }

    fn load(&self, engine: &Engine, found: &Found) -> Result<Arc<Loaded>, Box<EvalAltResult>> {
        self.introduce(found, None);
        self.shelf().running.push((found.name.clone(), Vec::new()));
        let result = self.run(engine, found);
        let imports = self.shelf().running.pop().map(|(_, imports)| imports).unwrap_or_default();
        let (ast, module) = result?;
        let loaded = Arc::new(Loaded { found: found.clone(), ast, module, imports });
        self.shelf().loaded.insert(found.name.clone(), loaded.clone());
        Ok(loaded)
    }

    fn run(
        &self,
        engine: &Engine,
        found: &Found,
    ) -> Result<(AST, Shared<Module>), Box<EvalAltResult>> {
        let source = Source::new(found.name.clone(), found.text.clone());
        let ast = compile(engine, &self.stage, &source)?;
        self.introduce(found, Some(&ast));
        self.stage.state().importing += 1;
        let module = evaluate(engine, &ast);
        self.stage.state().importing -= 1;
        Ok((ast, module?.into()))
    }

    fn missing(&self, path: &str, position: Position) -> Box<EvalAltResult> {
        let mut names: Vec<String> =
            LIBRARIES.iter().map(|(name, _)| (*name).to_string()).collect();
        for folder in self.places() {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            names.extend(entries.take(1000).filter_map(|entry| {
                let path = entry.path();
                let is_script = path.extension().is_some_and(|extension| extension == "rhai");
                is_script.then(|| path.file_stem()?.to_str().map(String::from))?
            }));
        }
        let near = nearest(path, names.iter().map(String::as_str));
        let hint = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "libraries are looked for beside the script".to_string(),
        };
        let text = format!("{MISSING}\"{path}\"{HINT}{hint}");
        EvalAltResult::ErrorRuntime(text.into(), position).into()
    }
}

/// How the message about a library that is not found begins.
pub(crate) const MISSING: &str = "there is no library ";

/// Separates a message from its hint in an error of ours.
pub(crate) const HINT: char = '\u{1f}';

impl ModuleResolver for Libraries {
    fn resolve(
        &self,
        engine: &Engine,
        _: Option<&str>,
        path: &str,
        position: Position,
    ) -> Result<Shared<Module>, Box<EvalAltResult>> {
        let found = self.find(path).map_err(|reason| match reason {
            Some(reason) => {
                let text = format!("cannot read the library {reason}");
                EvalAltResult::ErrorRuntime(text.into(), position).into()
            }
            None => self.missing(path, position),
        })?;
        if let Some((_, imports)) = self.shelf().running.last_mut() {
            imports.push((path.to_string(), found.clone()));
        }
        if self.shelf().running.iter().any(|(name, _)| *name == found.name) {
            let text = format!("\"{path}\" imports itself, by way of others or directly");
            return Err(EvalAltResult::ErrorRuntime(text.into(), position).into());
        }
        let kept = self.shelf().loaded.get(&found.name).cloned();
        if let Some(loaded) = kept.filter(|loaded| loaded.found == found && self.is_fresh(loaded)) {
            self.announce(&loaded);
            return Ok(loaded.module.clone());
        }
        let loaded = self.load(engine, &found).map_err(|error| {
            EvalAltResult::ErrorInModule(found.name.to_string(), error, position)
        })?;
        Ok(loaded.module.clone())
    }
}

/// Compiles a file, with its labels and semicolons worked out.
pub(crate) fn compile(
    engine: &Engine,
    stage: &Stage,
    source: &Source,
) -> Result<AST, Box<EvalAltResult>> {
    compile_laid_out(engine, stage, source, &mut lay_out(source))
}

/// The same for a file that is laid out; takes the tokens that are exchanged.
pub(crate) fn compile_laid_out(
    engine: &Engine,
    stage: &Stage,
    source: &Source,
    layout: &mut Layout,
) -> Result<AST, Box<EvalAltResult>> {
    let swaps = std::mem::take(&mut layout.swaps);
    let before = std::mem::replace(&mut stage.state().swaps, swaps);
    let result = engine.compile(&layout.text);
    stage.state().swaps = before;
    let mut ast = result.map_err(Box::<EvalAltResult>::from)?;
    let registers: Vec<&str> = registered::names(&source.text, &layout.tokens).collect();
    if registers.is_empty() && methods_of_patterns(ast.shared_lib()).next().is_none() {
        ast.set_source(&*source.name);
        return Ok(ast);
    }
    let mut functions = (**ast.shared_lib()).clone();
    methods_of_strings(&mut functions);
    registered::add(&mut functions, stage, &registers);
    let statements = ast.statements().iter().cloned();
    Ok(AST::new_with_source(statements, functions, &*source.name))
}

/// Runs a library and gathers what it defines.
pub(crate) fn evaluate(engine: &Engine, ast: &AST) -> Result<Module, Box<EvalAltResult>> {
    let mut module = Module::eval_ast_as_new(Scope::new(), ast, engine)?;
    publish_closures(&mut module);
    module.build_index();
    Ok(module)
}

/// A closure that a library's function returns is looked up by name in the importer; its name is
/// unique, so it can be known everywhere.
fn publish_closures(module: &mut Module) {
    let mut scratch = Module::new();
    let closures: Vec<u64> = module
        .iter_script_fn_info()
        .filter(|(_, _, name, ..)| name.starts_with(super::names::CLOSURE))
        .map(|(.., definition)| scratch.set_script_fn(definition.clone()))
        .collect();
    #[allow(deprecated, reason = "there is no other way to publish a function that exists")]
    for hash in closures {
        module.update_fn_namespace(hash, FnNamespace::Global);
    }
}

/// The functions that are called on patterns.
fn methods_of_patterns(module: &Module) -> impl Iterator<Item = &Shared<ScriptFuncDef>> {
    module
        .iter_script_fn_info()
        .map(|(.., definition)| definition)
        .filter(|definition| definition.this_type.as_deref() == Some("pattern"))
}

/// A string is a pattern, so it has a pattern's methods.
fn methods_of_strings(module: &mut Module) {
    let methods: Vec<_> = methods_of_patterns(module).map(|method| (**method).clone()).collect();
    for mut method in methods {
        method.this_type = Some("string".into());
        module.set_script_fn(method);
    }
}

/// Runs the built-in libraries and makes their functions known without an import.
pub(crate) fn install(engine: &mut Engine, stage: &Stage) -> Vec<(Source, AST)> {
    let mut installed = Vec::new();
    for (name, text) in LIBRARIES {
        let source = Source::new(built_in_name(name), *text);
        let result = compile(engine, stage, &source)
            .and_then(|ast| evaluate(engine, &ast).map(|module| (ast, module)));
        match result {
            Ok((ast, module)) => {
                let module: Shared<Module> = module.into();
                engine.register_global_module(module.clone());
                engine.register_static_module(*name, module);
                installed.push((source, ast));
            }
            Err(error) => {
                let message = format!("the built-in library `{name}` does not work: {error}");
                stage.state().diagnostics.push(Diagnostic::error(None, message));
            }
        }
    }
    installed
}
