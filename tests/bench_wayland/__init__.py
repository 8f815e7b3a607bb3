"""How exactly, and how soon, text reaches windows in a real Wayland compositor."""
