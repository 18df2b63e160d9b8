"""On whom start-ups depend: `profiles` by channel, `whatif` a company were gone, `layers` of the value chain; `bonds`
is what all three count."""
