"""The face of the program: tray, window and dialogs. All of it lives on the Qt main thread."""
