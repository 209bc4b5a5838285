"""What lies between things: links, paths, gaps, comparisons, conflicts, times and suggestions.

Every function takes a store and returns an `Answer` whose rows carry the quotes they rest on.
Only `suggestions` says what no document does, and labels it so; nothing here writes to a graph.
"""
