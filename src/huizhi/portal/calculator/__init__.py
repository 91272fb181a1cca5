"""The calculator: asks the facts that policies need, answers with reasons. Keeps nothing."""
