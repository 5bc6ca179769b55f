#include "app/markdown/code_languages.h"

#include <QHash>
#include <array>

namespace halftone::app {
namespace {

using enum CodeLanguage::Traits;
constexpr unsigned kUsual = capitals | calls | marks;

constexpr std::array kLanguages{
    // Known to the library.
    CodeLanguage{"ada", "ada.lang"}, CodeLanguage{"applescript", "applescript.lang"}, CodeLanguage{"asm assembly nasm x86asm armasm s", "asm.lang"},
    CodeLanguage{"awk gawk", "awk.lang"}, CodeLanguage{"bat batch cmd dosbatch", "bat.lang"}, CodeLanguage{"bib bibtex", "bib.lang"},
    CodeLanguage{"bison yacc", "bison.lang"}, CodeLanguage{"c h", "c.lang"}, CodeLanguage{"ocaml caml ml mli reasonml", "caml.lang"},
    CodeLanguage{"cobol cob", "cobol.lang"}, CodeLanguage{"coffeescript coffee", "coffeescript.lang"}, CodeLanguage{"conf nginx apache apacheconf", "conf.lang"},
    CodeLanguage{"cpp c++ cxx cc hpp hxx h++ cuda cu cuh hip ino arduino", "cpp.lang"}, CodeLanguage{"csharp c# cs", "csharp.lang"}, CodeLanguage{"css", "css.lang"},
    CodeLanguage{"d dlang", "d.lang"}, CodeLanguage{"diff patch udiff", "diff.lang"}, CodeLanguage{"erlang erl", "erlang.lang"}, CodeLanguage{"feature gherkin cucumber", "feature.lang"},
    CodeLanguage{"flex lex", "flex.lang"}, CodeLanguage{"fortran f90 f95 f03 f08", "fortran.lang"}, CodeLanguage{"f77 fixed-fortran", "fixed-fortran.lang"},
    CodeLanguage{"glsl hlsl wgsl metal shader vert frag", "glsl.lang"}, CodeLanguage{"go golang", "go.lang"}, CodeLanguage{"groovy gradle", "groovy.lang"},
    CodeLanguage{"haskell hs", "haskell.lang"}, CodeLanguage{"haxe hx", "haxe.lang"}, CodeLanguage{"html htm xhtml vue svelte handlebars jinja jinja2 django erb ejs", "html.lang"},
    CodeLanguage{"java", "java.lang"}, CodeLanguage{"javascript js jsx mjs cjs node ecmascript es6", "javascript.lang"}, CodeLanguage{"json jsonc json5 jsonl ndjson webmanifest", "json.lang"},
    CodeLanguage{"latex tex", "latex.lang"}, CodeLanguage{"lisp elisp emacs-lisp commonlisp common-lisp cl", "lisp.lang"}, CodeLanguage{"log", "log.lang"}, CodeLanguage{"lua luau", "lua.lang"},
    CodeLanguage{"m4", "m4.lang"}, CodeLanguage{"make makefile mk gnumake", "makefile.lang"}, CodeLanguage{"pascal delphi objectpascal", "pascal.lang"}, CodeLanguage{"perl pl raku", "perl.lang"},
    CodeLanguage{"po gettext", "po.lang"}, CodeLanguage{"postscript ps eps", "postscript.lang"}, CodeLanguage{"prolog swipl", "prolog.lang"},
    CodeLanguage{"properties", "properties.lang"}, CodeLanguage{"proto protobuf proto3", "proto.lang"},
    CodeLanguage{"python py python3 python2 py3 pyi pycon ipython starlark bazel sage cython", "python.lang"}, CodeLanguage{"r rscript", "r.lang"},
    CodeLanguage{"ruby rb rake gemfile podfile", "ruby.lang"}, CodeLanguage{"rust rs", "rust.lang"}, CodeLanguage{"scala sbt", "scala.lang"}, CodeLanguage{"scheme racket rkt scm", "scheme.lang"},
    CodeLanguage{"sh bash shell zsh ksh fish console shell-session shellsession terminal command-line ash", "sh.lang"}, CodeLanguage{"sml", "sml.lang"},
    CodeLanguage{"sql mysql postgres postgresql psql sqlite plsql tsql pgsql mariadb", "sql.lang"}, CodeLanguage{"tcl", "tcl.lang"}, CodeLanguage{"vala", "vala.lang"},
    CodeLanguage{"vb vbnet vbscript visual-basic vba basic", "vbscript.lang"}, CodeLanguage{"vim viml vimscript", "vim.lang"},
    CodeLanguage{"xml svg xsl xslt xsd plist rss atom xaml csproj pom ui qrc", "xml.lang"},
    // Scanned by us.
    CodeLanguage{.names = "typescript ts tsx mts cts",
                 .keywords = "abstract as asserts async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if "
                             "implements import in infer instanceof interface is keyof let module namespace new of override package private protected public readonly return satisfies set static super "
                             "switch this throw try type typeof var void while with yield",
                 .types = "any bigint boolean false null never number object string symbol true undefined unknown",
                 .line = "//", .block = "/* */", .longQuote = "`", .traits = kUsual},
    CodeLanguage{.names = "php php3 php4 php5 php7 php8",
                 .keywords = "abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for foreach function global "
                             "goto if implements include instanceof insteadof interface isset list match namespace new or php print private protected public readonly require require_once return static "
                             "switch throw trait try unset use var while xor yield",
                 .types = "bool false float int mixed null self string true void", .line = "// #", .block = "/* */", .traits = capitals | calls | sigils},
    CodeLanguage{.names = "qml", .keywords = "alias as break case catch component const continue default else enum for function if import in instanceof let new on pragma property readonly required return "
                                             "signal switch this throw try typeof var while",
                 .types = "bool color date double false font int list null point real rect size string true undefined url var vector3d", .line = "//", .block = "/* */", .longQuote = "`", .traits = kUsual | keys},
    CodeLanguage{.names = "kotlin kt kts",
                 .keywords = "abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external final finally for fun get if import in "
                             "infix init inline inner interface internal is lateinit noinline object open operator out override package private protected public reified return sealed set super suspend "
                             "tailrec this throw try typealias val value var vararg when where while",
                 .types = "false null true", .line = "//", .block = "/* */", .longQuote = "\"\"\"", .traits = kUsual},
    CodeLanguage{.names = "swift",
                 .keywords = "actor any as associatedtype async await break case catch class continue convenience default defer deinit didSet do dynamic else enum extension fallthrough fileprivate final "
                             "for func get guard if import in indirect infix init inout internal is lazy let mutating nonmutating open operator optional override postfix prefix private protocol public "
                             "repeat required rethrows return self set some static struct subscript super switch throw throws try typealias unowned var weak where while willSet",
                 .types = "false nil true Self", .line = "//", .block = "/* */", .quotes = "\"", .longQuote = "\"\"\"", .traits = kUsual | directives},
    CodeLanguage{.names = "dart flutter",
                 .keywords = "abstract as assert async await base break case catch class const continue covariant default deferred do dynamic else enum export extends extension external factory final "
                             "finally for get hide if implements import in interface is late library mixin new of on operator part required rethrow return sealed set show static super switch sync this "
                             "throw try typedef var void when while with yield",
                 .types = "bool double false int null num true", .line = "//", .block = "/* */", .longQuote = "'''", .traits = kUsual},
    CodeLanguage{.names = "yaml yml docker-compose compose ansible k8s kubernetes openapi", .types = "false no null off on true yes", .line = "#", .traits = keys | dashes},
    CodeLanguage{.names = "toml", .types = "false inf nan true", .line = "#", .longQuote = "\"\"\"", .traits = keys | dashes},
    CodeLanguage{.names = "ini cfg config desktop editorconfig gitconfig dotenv env systemd service", .types = "false no off on true yes", .line = "# ;", .traits = keys | dashes},
    CodeLanguage{.names = "powershell ps1 pwsh posh",
                 .keywords = "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from function if in param process return switch throw trap try until "
                             "using while",
                 .types = "-and -as -contains -eq -ge -gt -in -is -join -le -like -lt -match -ne -not -or -replace -split", .line = "#", .block = "<# #>", .traits = sigils | anyCase | dashes},
    CodeLanguage{.names = "dockerfile docker containerfile",
                 .keywords = "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR", .line = "#", .traits = sigils},
    CodeLanguage{.names = "cmake cmakelists",
                 .keywords = "add_compile_definitions add_compile_options add_custom_command add_custom_target add_dependencies add_executable add_library add_subdirectory add_test break cmake_minimum_required "
                             "configure_file else elseif enable_testing endforeach endfunction endif endmacro endwhile execute_process export file find_library find_package find_path find_program foreach "
                             "function get_filename_component get_property if include install list macro math message option project return set set_property set_target_properties string "
                             "target_compile_definitions target_compile_features target_compile_options target_include_directories target_link_libraries target_sources unset while",
                 .types = "AND DEFINED EQUAL EXISTS FALSE FATAL_ERROR GREATER INTERFACE LESS MATCHES NOT OFF ON OR PRIVATE PUBLIC REQUIRED SHARED STATIC STREQUAL TARGET TRUE VERSION", .line = "#",
                 .block = "#[[ ]]", .quotes = "\"", .traits = sigils},
    CodeLanguage{.names = "julia jl",
                 .keywords = "abstract baremodule begin break catch const continue do else elseif end export finally for function global if import in isa let local macro module mutable new outer primitive "
                             "quote return struct try type using where while",
                 .types = "false missing nothing true", .line = "#", .block = "#= =#", .quotes = "\"", .longQuote = "\"\"\"", .traits = kUsual},
    CodeLanguage{.names = "matlab octave m",
                 .keywords = "break case catch classdef continue else elseif end endfor endfunction endif endwhile enumeration events for function global if methods otherwise parfor persistent properties "
                             "return spmd switch try until while",
                 .types = "false inf nan pi true", .line = "% #", .block = "%{ %}", .traits = calls},
    CodeLanguage{.names = "elixir ex exs",
                 .keywords = "after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmodule defp defprotocol defstruct do else end fn for if import in not or quote raise "
                             "receive require rescue super throw try unless unquote use when with",
                 .types = "false nil true", .line = "#", .quotes = "\"'", .longQuote = "\"\"\"", .traits = kUsual},
    CodeLanguage{.names = "clojure clj cljs edn",
                 .keywords = "and case catch comp cond def defmacro defmethod defmulti defn defn- defprotocol defrecord deftype do doseq dotimes finally fn for if if-let if-not import in-ns let letfn loop map "
                             "ns or partial quote recur reduce reify require throw try use var when when-let when-not",
                 .types = "false nil true", .line = ";", .quotes = "\"", .traits = dashes},
    CodeLanguage{.names = "zig",
                 .keywords = "align allowzero and anyframe asm async await break catch comptime const continue defer else enum errdefer error export extern fn for if inline linksection noalias nosuspend "
                             "opaque or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile while",
                 .types = "anyerror anytype bool comptime_float comptime_int f16 f32 f64 false i128 i16 i32 i64 i8 isize noreturn null true type u128 u16 u32 u64 u8 undefined usize void", .line = "//",
                 .traits = kUsual},
    CodeLanguage{.names = "nim",
                 .keywords = "addr and as asm block break case cast concept const continue converter defer discard distinct div do elif else end enum except export finally for from func if import in include "
                             "interface is isnot iterator let macro method mixin mod nil not notin object of or out proc ptr raise ref return shl shr static template try tuple type using var when while xor yield",
                 .types = "bool char false float int nil seq string true", .line = "#", .block = "#[ ]#", .longQuote = "\"\"\"", .traits = kUsual},
    CodeLanguage{.names = "hcl terraform tf tfvars nomad", .keywords = "data dynamic for for_each if in lifecycle locals module output provider provisioner resource terraform variable",
                 .types = "any bool false list map null number object set string true", .line = "# //", .block = "/* */", .quotes = "\"", .traits = keys | calls},
    CodeLanguage{.names = "graphql gql", .keywords = "directive enum extend fragment implements input interface mutation on query scalar schema subscription type union", .types = "Boolean Float ID Int String false null true",
                 .line = "#", .quotes = "\"", .longQuote = "\"\"\"", .traits = capitals | marks | sigils},
    CodeLanguage{.names = "solidity sol",
                 .keywords = "abstract as assembly break calldata case catch constant constructor continue contract default delete do else emit enum error event external fallback final for function if "
                             "immutable import indexed interface internal is library mapping memory modifier new override payable pragma private public pure receive return returns revert storage struct "
                             "switch throw try type unchecked using view virtual while",
                 .types = "address bool bytes bytes32 false int int256 string true uint uint128 uint256 uint8", .line = "//", .block = "/* */", .traits = kUsual},
    CodeLanguage{.names = "fsharp f# fs fsx",
                 .keywords = "abstract and as assert async await base begin class default delegate do done downcast downto elif else end exception extern finally fixed for fun function global if in inherit inline "
                             "interface internal lazy let match member module mutable namespace new not of open or override private public rec return select static struct then to try type upcast use val void "
                             "when while with yield",
                 .types = "bool false float int null string true unit", .line = "//", .block = "(* *)", .quotes = "\"", .longQuote = "\"\"\"", .traits = kUsual},
    CodeLanguage{.names = "objectivec objective-c objc obj-c mm objective-c++",
                 .keywords = "auto break case const continue default do else enum extern for goto id if inline instancetype interface implementation end nonatomic property protocol readonly readwrite register "
                             "retain return self static strong struct super switch synthesize typedef union volatile weak while",
                 .types = "BOOL NO YES bool char double false float int long nil short signed true unsigned void", .line = "//", .block = "/* */", .traits = kUsual | directives},
    CodeLanguage{.names = "scss sass less stylus", .keywords = "and default each else extend for from function if important in include mixin not null or return through to use while", .types = "auto false inherit initial none true",
                 .line = "//", .block = "/* */", .traits = keys | dashes | sigils | marks | calls},
    CodeLanguage{.names = "markdown md mdx rst", .line = "", .quotes = "", .longQuote = "", .traits = directives},
    CodeLanguage{.names = "verilog v systemverilog sv",
                 .keywords = "always always_comb always_ff assign automatic begin case casez class default else end endcase endclass endfunction endgenerate endmodule endtask enum for forever function generate "
                             "genvar if initial inout input interface localparam logic module negedge output package parameter posedge reg repeat return signed struct task typedef while wire",
                 .types = "bit byte int integer real", .line = "//", .block = "/* */", .quotes = "\"", .traits = sigils | calls},
    CodeLanguage{.names = "vhdl vhd",
                 .keywords = "all and architecture array begin block body case component constant downto else elsif end entity exit file for function generate generic if in inout is library loop map nand nor not "
                             "of on or others out package port procedure process range record report return select severity signal subtype then to type until use variable wait when while with xor",
                 .types = "bit boolean integer natural positive real std_logic std_logic_vector string unsigned", .line = "--", .quotes = "\"", .traits = anyCase},
    CodeLanguage{.names = "nix", .keywords = "assert else if import in inherit let or rec then with", .types = "builtins false null true", .line = "#", .block = "/* */", .quotes = "\"", .longQuote = "''", .traits = keys | dashes},
    CodeLanguage{.names = "wasm wat wast", .keywords = "block br br_if call drop else elem end export func global if import local loop memory module param result return start table then type unreachable",
                 .types = "f32 f64 i32 i64", .line = ";;", .block = "(; ;)", .quotes = "\"", .traits = sigils},
    CodeLanguage{.names = "crystal cr",
                 .keywords = "abstract alias as begin break case class def do else elsif end ensure enum extend for fun getter if include lib loop macro module next of out private property protected raise rescue "
                             "return self setter struct super then type union unless until when while with yield",
                 .types = "false nil true", .line = "#", .traits = kUsual},
    CodeLanguage{.names = "gdscript gd godot",
                 .keywords = "and as assert await break class class_name const continue elif else enum extends for func if in is match not or pass preload return self setget signal static super tool var while "
                             "yield",
                 .types = "bool false float int null true void", .line = "#", .longQuote = "\"\"\"", .traits = kUsual | sigils},
    CodeLanguage{.names = "mermaid plantuml dot graphviz",
                 .keywords = "activate alt class classDiagram deactivate digraph edge else end erDiagram flowchart gantt graph journey loop node note opt participant pie rankdir sequenceDiagram state stateDiagram "
                             "strict style subgraph title",
                 .line = "%% //", .quotes = "\"", .traits = none},
    CodeLanguage{.names = "http rest", .keywords = "CONNECT DELETE GET HEAD HTTP OPTIONS PATCH POST PUT TRACE", .line = "", .quotes = "\"", .traits = keys | dashes},
};

}  // namespace

const CodeLanguage* codeLanguage(const QString& name) {
  static const auto named = [] {
    QHash<QString, const CodeLanguage*> table;
    for (const CodeLanguage& language : kLanguages)
      for (const QString& word : QString(QLatin1String(language.names)).split(u' ')) table.insert(word, &language);
    return table;
  }();
  return named.value(name.toLower());
}

}  // namespace halftone::app
