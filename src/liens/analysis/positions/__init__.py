"""Who said what about which deal, law or actor, and who lobbies. `findings` is the measure."""
