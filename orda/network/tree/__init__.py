"""The tree of libraries in the browser: opened, renamed, closed, moved; what was counted stays where it was."""
