"""Model-free code, one file per subject: language, sentences, ranking, facts, HTML, addresses, time. May import channels."""
