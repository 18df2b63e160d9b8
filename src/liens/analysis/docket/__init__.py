"""Authority × deal: each case on its authority's own ladder. `findings` is the measure."""
