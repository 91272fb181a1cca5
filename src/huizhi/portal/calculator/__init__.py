"""The calculator: questions from the facts that policies need, answers with reasons. Keeps nothing."""
