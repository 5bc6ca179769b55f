// TeX's names for signs, as data.
#pragma once

#include <array>

namespace halftone::app {

struct FormulaSymbol {
  enum class Kind { letter, upright, relation, opening };  // letter: set italic. relation: space on both sides. opening: none behind
  const char* name;
  const char16_t* text;
  Kind kind;
};

namespace formula_symbols {
using enum FormulaSymbol::Kind;
inline constexpr std::array kAll{
    FormulaSymbol{"alpha", u"α", letter}, FormulaSymbol{"beta", u"β", letter}, FormulaSymbol{"gamma", u"γ", letter}, FormulaSymbol{"delta", u"δ", letter},
    FormulaSymbol{"epsilon", u"ϵ", letter}, FormulaSymbol{"varepsilon", u"ε", letter}, FormulaSymbol{"zeta", u"ζ", letter}, FormulaSymbol{"eta", u"η", letter},
    FormulaSymbol{"theta", u"θ", letter}, FormulaSymbol{"vartheta", u"ϑ", letter}, FormulaSymbol{"iota", u"ι", letter}, FormulaSymbol{"kappa", u"κ", letter},
    FormulaSymbol{"lambda", u"λ", letter}, FormulaSymbol{"mu", u"μ", letter}, FormulaSymbol{"nu", u"ν", letter}, FormulaSymbol{"xi", u"ξ", letter},
    FormulaSymbol{"omicron", u"ο", letter}, FormulaSymbol{"pi", u"π", letter}, FormulaSymbol{"varpi", u"ϖ", letter}, FormulaSymbol{"rho", u"ρ", letter},
    FormulaSymbol{"varrho", u"ϱ", letter}, FormulaSymbol{"sigma", u"σ", letter}, FormulaSymbol{"varsigma", u"ς", letter}, FormulaSymbol{"tau", u"τ", letter},
    FormulaSymbol{"upsilon", u"υ", letter}, FormulaSymbol{"phi", u"ϕ", letter}, FormulaSymbol{"varphi", u"φ", letter}, FormulaSymbol{"chi", u"χ", letter},
    FormulaSymbol{"psi", u"ψ", letter}, FormulaSymbol{"omega", u"ω", letter}, FormulaSymbol{"Gamma", u"Γ", upright}, FormulaSymbol{"Delta", u"Δ", upright},
    FormulaSymbol{"Theta", u"Θ", upright}, FormulaSymbol{"Lambda", u"Λ", upright}, FormulaSymbol{"Xi", u"Ξ", upright}, FormulaSymbol{"Pi", u"Π", upright},
    FormulaSymbol{"Sigma", u"Σ", upright}, FormulaSymbol{"Upsilon", u"Υ", upright}, FormulaSymbol{"Phi", u"Φ", upright}, FormulaSymbol{"Psi", u"Ψ", upright},
    FormulaSymbol{"Omega", u"Ω", upright},
    // Signs between two things.
    FormulaSymbol{"times", u"×", relation}, FormulaSymbol{"cdot", u"·", relation}, FormulaSymbol{"div", u"÷", relation}, FormulaSymbol{"pm", u"±", relation},
    FormulaSymbol{"mp", u"∓", relation}, FormulaSymbol{"ast", u"∗", relation}, FormulaSymbol{"star", u"⋆", relation}, FormulaSymbol{"circ", u"∘", relation},
    FormulaSymbol{"bullet", u"∙", relation}, FormulaSymbol{"oplus", u"⊕", relation}, FormulaSymbol{"ominus", u"⊖", relation}, FormulaSymbol{"otimes", u"⊗", relation},
    FormulaSymbol{"odot", u"⊙", relation}, FormulaSymbol{"cup", u"∪", relation}, FormulaSymbol{"cap", u"∩", relation}, FormulaSymbol{"setminus", u"∖", relation},
    FormulaSymbol{"wedge", u"∧", relation}, FormulaSymbol{"land", u"∧", relation}, FormulaSymbol{"vee", u"∨", relation}, FormulaSymbol{"lor", u"∨", relation},
    FormulaSymbol{"leq", u"≤", relation}, FormulaSymbol{"le", u"≤", relation}, FormulaSymbol{"leqslant", u"⩽", relation}, FormulaSymbol{"geq", u"≥", relation},
    FormulaSymbol{"ge", u"≥", relation}, FormulaSymbol{"geqslant", u"⩾", relation}, FormulaSymbol{"ll", u"≪", relation}, FormulaSymbol{"gg", u"≫", relation},
    FormulaSymbol{"lt", u"<", relation}, FormulaSymbol{"gt", u">", relation}, FormulaSymbol{"neq", u"≠", relation}, FormulaSymbol{"ne", u"≠", relation},
    FormulaSymbol{"approx", u"≈", relation}, FormulaSymbol{"sim", u"∼", relation}, FormulaSymbol{"simeq", u"≃", relation}, FormulaSymbol{"cong", u"≅", relation},
    FormulaSymbol{"equiv", u"≡", relation}, FormulaSymbol{"propto", u"∝", relation}, FormulaSymbol{"doteq", u"≐", relation}, FormulaSymbol{"coloneqq", u"≔", relation},
    FormulaSymbol{"in", u"∈", relation}, FormulaSymbol{"notin", u"∉", relation}, FormulaSymbol{"ni", u"∋", relation}, FormulaSymbol{"subset", u"⊂", relation},
    FormulaSymbol{"subseteq", u"⊆", relation}, FormulaSymbol{"subsetneq", u"⊊", relation}, FormulaSymbol{"supset", u"⊃", relation},
    FormulaSymbol{"supseteq", u"⊇", relation}, FormulaSymbol{"mid", u"∣", relation}, FormulaSymbol{"nmid", u"∤", relation}, FormulaSymbol{"parallel", u"∥", relation},
    FormulaSymbol{"perp", u"⊥", relation}, FormulaSymbol{"vdash", u"⊢", relation}, FormulaSymbol{"models", u"⊨", relation}, FormulaSymbol{"prec", u"≺", relation},
    FormulaSymbol{"succ", u"≻", relation}, FormulaSymbol{"to", u"→", relation}, FormulaSymbol{"rightarrow", u"→", relation}, FormulaSymbol{"leftarrow", u"←", relation},
    FormulaSymbol{"gets", u"←", relation}, FormulaSymbol{"leftrightarrow", u"↔", relation}, FormulaSymbol{"Rightarrow", u"⇒", relation},
    FormulaSymbol{"Leftarrow", u"⇐", relation}, FormulaSymbol{"Leftrightarrow", u"⇔", relation}, FormulaSymbol{"implies", u"⟹", relation},
    FormulaSymbol{"impliedby", u"⟸", relation}, FormulaSymbol{"iff", u"⟺", relation}, FormulaSymbol{"longrightarrow", u"⟶", relation},
    FormulaSymbol{"mapsto", u"↦", relation}, FormulaSymbol{"hookrightarrow", u"↪", relation}, FormulaSymbol{"rightleftharpoons", u"⇌", relation},
    FormulaSymbol{"uparrow", u"↑", relation}, FormulaSymbol{"downarrow", u"↓", relation}, FormulaSymbol{"bmod", u"mod", relation}, FormulaSymbol{"colon", u":", relation},
    // Large ones and signs that stand alone.
    FormulaSymbol{"sum", u"∑", opening}, FormulaSymbol{"prod", u"∏", opening}, FormulaSymbol{"coprod", u"∐", opening}, FormulaSymbol{"int", u"∫", opening},
    FormulaSymbol{"iint", u"∬", opening}, FormulaSymbol{"iiint", u"∭", opening}, FormulaSymbol{"oint", u"∮", opening}, FormulaSymbol{"bigcup", u"⋃", opening},
    FormulaSymbol{"bigcap", u"⋂", opening}, FormulaSymbol{"bigoplus", u"⨁", opening}, FormulaSymbol{"bigotimes", u"⨂", opening},
    FormulaSymbol{"partial", u"∂", upright}, FormulaSymbol{"nabla", u"∇", upright}, FormulaSymbol{"infty", u"∞", upright}, FormulaSymbol{"forall", u"∀", upright},
    FormulaSymbol{"exists", u"∃", upright}, FormulaSymbol{"nexists", u"∄", upright}, FormulaSymbol{"neg", u"¬", upright}, FormulaSymbol{"lnot", u"¬", upright},
    FormulaSymbol{"emptyset", u"∅", upright}, FormulaSymbol{"varnothing", u"∅", upright}, FormulaSymbol{"therefore", u"∴", upright},
    FormulaSymbol{"because", u"∵", upright}, FormulaSymbol{"angle", u"∠", upright}, FormulaSymbol{"triangle", u"△", upright}, FormulaSymbol{"square", u"□", upright},
    FormulaSymbol{"top", u"⊤", upright}, FormulaSymbol{"bot", u"⊥", upright}, FormulaSymbol{"hbar", u"ℏ", upright}, FormulaSymbol{"ell", u"ℓ", upright},
    FormulaSymbol{"Re", u"ℜ", upright}, FormulaSymbol{"Im", u"ℑ", upright}, FormulaSymbol{"aleph", u"ℵ", upright}, FormulaSymbol{"wp", u"℘", upright},
    FormulaSymbol{"imath", u"ı", letter}, FormulaSymbol{"jmath", u"ȷ", letter}, FormulaSymbol{"prime", u"′", upright}, FormulaSymbol{"dagger", u"†", upright},
    FormulaSymbol{"degree", u"°", upright}, FormulaSymbol{"checkmark", u"✓", upright}, FormulaSymbol{"ldots", u"…", upright}, FormulaSymbol{"dots", u"…", upright},
    FormulaSymbol{"cdots", u"⋯", upright}, FormulaSymbol{"vdots", u"⋮", upright}, FormulaSymbol{"ddots", u"⋱", upright}, FormulaSymbol{"dotsc", u"…", upright},
    FormulaSymbol{"langle", u"⟨", upright}, FormulaSymbol{"rangle", u"⟩", upright}, FormulaSymbol{"lfloor", u"⌊", upright}, FormulaSymbol{"rfloor", u"⌋", upright},
    FormulaSymbol{"lceil", u"⌈", upright}, FormulaSymbol{"rceil", u"⌉", upright}, FormulaSymbol{"lvert", u"|", upright}, FormulaSymbol{"rvert", u"|", upright},
    FormulaSymbol{"vert", u"|", upright}, FormulaSymbol{"Vert", u"‖", upright}, FormulaSymbol{"lVert", u"‖", upright}, FormulaSymbol{"rVert", u"‖", upright},
    FormulaSymbol{"|", u"‖", upright}, FormulaSymbol{"lbrace", u"{", upright}, FormulaSymbol{"rbrace", u"}", upright}, FormulaSymbol{"lbrack", u"[", upright},
    FormulaSymbol{"rbrack", u"]", upright}, FormulaSymbol{"backslash", u"\\", upright}, FormulaSymbol{"{", u"{", upright}, FormulaSymbol{"}", u"}", upright},
    FormulaSymbol{"%", u"%", upright}, FormulaSymbol{"$", u"$", upright}, FormulaSymbol{"#", u"#", upright}, FormulaSymbol{"&", u"&", upright},
    FormulaSymbol{"_", u"_", upright}, FormulaSymbol{",", u"\u2009", upright}, FormulaSymbol{":", u"\u2005", upright}, FormulaSymbol{";", u"\u2004", upright},
    FormulaSymbol{"!", u"", upright}, FormulaSymbol{" ", u"\u00A0", upright}, FormulaSymbol{"quad", u"\u2003", upright}, FormulaSymbol{"qquad", u"\u2003\u2003", upright},
    // Named functions.
    FormulaSymbol{"sin", u"sin", opening}, FormulaSymbol{"cos", u"cos", opening}, FormulaSymbol{"tan", u"tan", opening}, FormulaSymbol{"cot", u"cot", opening},
    FormulaSymbol{"sec", u"sec", opening}, FormulaSymbol{"csc", u"csc", opening}, FormulaSymbol{"arcsin", u"arcsin", opening},
    FormulaSymbol{"arccos", u"arccos", opening}, FormulaSymbol{"arctan", u"arctan", opening}, FormulaSymbol{"sinh", u"sinh", opening},
    FormulaSymbol{"cosh", u"cosh", opening}, FormulaSymbol{"tanh", u"tanh", opening}, FormulaSymbol{"log", u"log", opening}, FormulaSymbol{"ln", u"ln", opening},
    FormulaSymbol{"lg", u"lg", opening}, FormulaSymbol{"exp", u"exp", opening}, FormulaSymbol{"lim", u"lim", opening}, FormulaSymbol{"limsup", u"lim sup", opening},
    FormulaSymbol{"liminf", u"lim inf", opening}, FormulaSymbol{"max", u"max", opening}, FormulaSymbol{"min", u"min", opening}, FormulaSymbol{"sup", u"sup", opening},
    FormulaSymbol{"inf", u"inf", opening}, FormulaSymbol{"arg", u"arg", opening}, FormulaSymbol{"det", u"det", opening}, FormulaSymbol{"dim", u"dim", opening},
    FormulaSymbol{"ker", u"ker", opening}, FormulaSymbol{"gcd", u"gcd", opening}, FormulaSymbol{"deg", u"deg", opening}, FormulaSymbol{"Pr", u"Pr", opening},
    FormulaSymbol{"hom", u"hom", opening}};
}  // namespace formula_symbols

// Accents: what stands above one letter. Words that set letters in another face; words that change nothing we could show.
struct FormulaAccent { const char* name; char16_t combining; };
inline constexpr std::array kFormulaAccents{
    FormulaAccent{"hat", 0x0302}, FormulaAccent{"widehat", 0x0302}, FormulaAccent{"bar", 0x0304}, FormulaAccent{"vec", 0x20D7}, FormulaAccent{"tilde", 0x0303},
    FormulaAccent{"widetilde", 0x0303}, FormulaAccent{"dot", 0x0307}, FormulaAccent{"ddot", 0x0308}, FormulaAccent{"check", 0x030C}, FormulaAccent{"acute", 0x0301},
    FormulaAccent{"grave", 0x0300}, FormulaAccent{"breve", 0x0306}, FormulaAccent{"mathring", 0x030A}};
inline constexpr std::array kFormulaSilent{"displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "bigl", "bigr",
                                           "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "nonumber", "notag", "mathstrut", "hline", "left", "right", "middle"};

}  // namespace halftone::app
