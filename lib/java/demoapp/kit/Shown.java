package demoapp.kit;

/**
 * A value that shows itself: as HTML at the end of a notebook's cell, as text in JShell. rapaio takes what toString()
 * gives for HTML.
 */
public abstract class Shown {
    /** For a terminal: lines without markup. */
    abstract String text();

    /** For a notebook: one element, its style included. */
    abstract String html();

    @Override
    public final String toString() {
        return Screen.CURRENT == Screen.RAPAIO ? html() : text();
    }
}
