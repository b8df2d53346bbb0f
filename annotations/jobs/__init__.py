"""Tasks of the workers: each calls one action. `registry.TASKS` lists them."""
