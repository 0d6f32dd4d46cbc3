"""Card templates: one file is one arrangement, found by its name; it defines `class Template` (see draw.CardTemplate)."""
