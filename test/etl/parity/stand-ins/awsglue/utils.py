def getResolvedOptions(argv, names):
    """Every argument that there is: Glue adds its own to those that are asked for."""
    given = {argv[i][2:].replace("-", "_"): argv[i + 1] for i in range(1, len(argv) - 1, 2)}
    missing = [name for name in names if name not in given]
    if missing:
        raise RuntimeError(f"missing arguments: {missing}")
    return given
