package demoapp.kit;

import java.util.List;
import java.util.function.BooleanSupplier;

/** One question to the cluster, and what to do when the answer is no. It is asked anew whenever it is made. */
public final class Check extends Shown {
    private final String what;
    private final boolean done;
    private final String why;

    private Check(String what, boolean done, String why) {
        this.what = what;
        this.done = done;
        this.why = why;
    }

    /** @param hint what to do when it is not so */
    static Check of(String what, BooleanSupplier question, String hint) {
        try {
            return new Check(what, question.getAsBoolean(), hint);
        } catch (RuntimeException e) {
            return new Check(what, false, Mistake.of(e).getMessage() + "; " + hint);
        }
    }

    boolean isDone() {
        return done;
    }

    /** All of them, in a table. */
    static Grid table(String title, List<Check> checks) {
        return new Grid(title, List.of("", "What", "What to do"), checks.stream().map(Check::row).toList());
    }

    private List<String> row() {
        return List.of(done ? "✔" : "✘", what, done ? "" : why);
    }

    @Override
    String text() {
        return (done ? "✔ " + what : "✘ not yet: " + what + "\n  " + why);
    }

    @Override
    String html() {
        return Style.element("<span class=\"" + (done ? "good" : "bad") + "\">" + (done ? "✔ " : "✘ not yet: ")
                + Style.escape(what)
                + "</span>" + (done ? "" : "<br>" + Style.escape(why)));
    }
}
