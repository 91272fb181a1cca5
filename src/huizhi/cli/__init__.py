"""The command `huizhi`: what can be done without a browser. No rules live here."""
