"""The hub's processes: what runs, who starts it, who starts it again."""
