"""The blocks that variants are made of, one file a kind. Each names the children that readers read, and keeps its source."""
