package demoapp.cluster;

/**
 * What doctor has found.
 *
 * @param what   was looked at
 * @param state  good; poor, when things work but not all of them; bad, when a step cannot work
 * @param detail what there is
 * @param mend   the one command that mends it, or ""
 * @param since  the first step that needs it; 0: none does
 */
public record Finding(String what, State state, String detail, String mend, int since) {
    public enum State { GOOD, POOR, BAD }

    static Finding good(String what, String detail, int since) {
        return new Finding(what, State.GOOD, detail, "", since);
    }

    static Finding poor(String what, String detail, String mend, int since) {
        return new Finding(what, State.POOR, detail, mend, since);
    }

    static Finding bad(String what, String detail, String mend, int since) {
        return new Finding(what, State.BAD, detail, mend, since);
    }

    /** Whether it keeps that step from working. */
    public boolean stops(int step) {
        return state == State.BAD && since <= step;
    }
}
