namespace Tsmc.Notebooks.Pages;

/// <summary>What TeX's commands without arguments look like.</summary>
internal static class MathSymbols
{
    /// <summary>Letters and letter-like signs.</summary>
    public static readonly Dictionary<string, string> Letters = new()
    {
        ["alpha"] = "α", ["beta"] = "β", ["gamma"] = "γ", ["delta"] = "δ", ["epsilon"] = "ϵ", ["varepsilon"] = "ε", ["zeta"] = "ζ",
        ["eta"] = "η", ["theta"] = "θ", ["vartheta"] = "ϑ", ["iota"] = "ι", ["kappa"] = "κ", ["lambda"] = "λ", ["mu"] = "μ",
        ["nu"] = "ν", ["xi"] = "ξ", ["pi"] = "π", ["rho"] = "ρ", ["sigma"] = "σ", ["tau"] = "τ", ["upsilon"] = "υ", ["phi"] = "ϕ",
        ["varphi"] = "φ", ["chi"] = "χ", ["psi"] = "ψ", ["omega"] = "ω", ["Gamma"] = "Γ", ["Delta"] = "Δ", ["Theta"] = "Θ",
        ["Lambda"] = "Λ", ["Xi"] = "Ξ", ["Pi"] = "Π", ["Sigma"] = "Σ", ["Phi"] = "Φ", ["Psi"] = "Ψ", ["Omega"] = "Ω",
        ["ell"] = "ℓ", ["infty"] = "∞", ["emptyset"] = "∅", ["varnothing"] = "∅", ["nabla"] = "∇", ["partial"] = "∂",
        ["ldots"] = "…", ["dots"] = "…", ["cdots"] = "⋯", ["vdots"] = "⋮", ["prime"] = "′", ["top"] = "⊤", ["bot"] = "⊥",
        ["checkmark"] = "✓", ["ast"] = "∗", ["star"] = "⋆", ["dagger"] = "†", ["%"] = "%", ["#"] = "#", ["&"] = "&amp;", ["_"] = "_",
        ["$"] = "$",
    };

    /// <summary>Operators, relations, arrows and brackets.</summary>
    public static readonly Dictionary<string, string> Operators = new()
    {
        ["le"] = "≤", ["leq"] = "≤", ["ge"] = "≥", ["geq"] = "≥", ["ne"] = "≠", ["neq"] = "≠", ["ll"] = "≪", ["gg"] = "≫",
        ["lt"] = "&lt;", ["gt"] = "&gt;", ["approx"] = "≈", ["sim"] = "∼", ["simeq"] = "≃", ["equiv"] = "≡", ["propto"] = "∝",
        ["in"] = "∈", ["notin"] = "∉", ["subset"] = "⊂", ["subseteq"] = "⊆", ["cup"] = "∪", ["cap"] = "∩", ["setminus"] = "∖",
        ["times"] = "×", ["cdot"] = "⋅", ["pm"] = "±", ["mp"] = "∓", ["div"] = "÷", ["circ"] = "∘", ["oplus"] = "⊕", ["otimes"] = "⊗",
        ["to"] = "→", ["rightarrow"] = "→", ["leftarrow"] = "←", ["gets"] = "←", ["mapsto"] = "↦", ["Rightarrow"] = "⇒",
        ["Leftarrow"] = "⇐", ["Leftrightarrow"] = "⇔", ["iff"] = "⇔", ["implies"] = "⇒", ["longrightarrow"] = "⟶",
        ["forall"] = "∀", ["exists"] = "∃", ["neg"] = "¬", ["land"] = "∧", ["lor"] = "∨", ["wedge"] = "∧", ["vee"] = "∨",
        ["mid"] = "∣", ["vert"] = "|", ["lvert"] = "|", ["rvert"] = "|", ["Vert"] = "‖", ["lVert"] = "‖", ["rVert"] = "‖", ["|"] = "‖",
        ["parallel"] = "∥", ["langle"] = "⟨", ["rangle"] = "⟩", ["lfloor"] = "⌊", ["rfloor"] = "⌋", ["lceil"] = "⌈", ["rceil"] = "⌉",
        ["lbrace"] = "{", ["rbrace"] = "}", ["{"] = "{", ["}"] = "}", ["colon"] = ":", ["triangleq"] = "≜", ["perp"] = "⊥",
    };

    /// <summary>Operators whose limits stand above and below in a displayed formula.</summary>
    public static readonly Dictionary<string, string> Large = new()
    {
        ["sum"] = "∑", ["prod"] = "∏", ["int"] = "∫", ["bigcup"] = "⋃", ["bigcap"] = "⋂",
    };

    /// <summary>Functions; true where limits stand below them in a displayed formula.</summary>
    public static readonly Dictionary<string, bool> Functions = new()
    {
        ["log"] = false, ["ln"] = false, ["exp"] = false, ["sin"] = false, ["cos"] = false, ["tan"] = false, ["tanh"] = false,
        ["arg"] = false, ["deg"] = false, ["dim"] = false, ["det"] = true, ["Pr"] = true, ["max"] = true, ["min"] = true,
        ["sup"] = true, ["inf"] = true, ["lim"] = true,
    };

    /// <summary>Spaces, in em.</summary>
    public static readonly Dictionary<string, string> Spaces = new()
    {
        [","] = "0.167em", [":"] = "0.222em", [">"] = "0.222em", [";"] = "0.278em", ["!"] = "-0.167em", [" "] = "0.25em",
        ["quad"] = "1em", ["qquad"] = "2em",
    };

    /// <summary>Marks over a letter.</summary>
    public static readonly Dictionary<string, string> Accents = new()
    {
        ["hat"] = "^", ["widehat"] = "^", ["bar"] = "¯", ["overline"] = "¯", ["tilde"] = "~", ["widetilde"] = "~", ["vec"] = "→",
        ["dot"] = "˙", ["ddot"] = "¨",
    };

    /// <summary>A letter in another alphabet of mathematics.</summary>
    public static string Styled(string alphabet, char letter)
    {
        const string Holes = "CHNPQRZ";
        const string Doubles = "ℂℍℕℙℚℝℤ";
        const string ScriptHoles = "BEFHILMRego";
        const string Scripts = "ℬℰℱℋℐℒℳℛℯℊℴ";
        (string holes, string fillers, int capital) = alphabet switch
        {
            "mathbb" => (Holes, Doubles, 0x1D538),
            "mathcal" or "mathscr" => (ScriptHoles, Scripts, 0x1D49C),
            "mathbf" or "boldsymbol" or "bm" => ("", "", 0x1D400),
            _ => ("", "", 0),
        };
        if (capital == 0 || !char.IsAsciiLetter(letter))
        {
            return letter.ToString();
        }
        int hole = holes.IndexOf(letter, StringComparison.Ordinal);
        int offset = char.IsAsciiLetterUpper(letter) ? letter - 'A' : 26 + letter - 'a';
        return hole >= 0 ? fillers[hole].ToString() : char.ConvertFromUtf32(capital + offset);
    }
}
