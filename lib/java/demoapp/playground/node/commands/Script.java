package demoapp.playground.node.commands;

import java.util.List;

/** A shell script as its grammar has it. */
sealed interface Script {

    /** Assignments, a command and its arguments, all still to be expanded. */
    record Simple(List<Word> words, List<Redirect> redirects) implements Script { }

    record Pipeline(List<Script> stages, boolean negated) implements Script { }

    /** `first && second`, or `||`. */
    record Either(Script first, boolean and, Script second) implements Script { }

    record Sequence(List<Script> scripts) implements Script { }

    record Background(Script script) implements Script { }

    /** @param otherwise null: nothing */
    record If(Script condition, Script then, Script otherwise) implements Script { }

    /** @param until true: as long as the condition fails */
    record Loop(Script condition, boolean until, Script body) implements Script { }

    /** @param words null: the positional parameters */
    record For(String name, List<Word> words, Script body) implements Script { }

    record Case(Word word, List<Branch> branches) implements Script { }

    record Branch(List<Word> patterns, Script body) { }

    /** `{ … }`, `( … )` or a compound command, with what is redirected of it. */
    record Group(Script body, boolean subshell, List<Redirect> redirects) implements Script { }

    record Function(String name, Script body) implements Script { }

    /**
     * @param from the stream that is redirected: 0, 1 or 2
     * @param how `>`, `>>`, `<`, `>&`, `<&` or `<<`, of which the target is the text itself
     */
    record Redirect(int from, String how, Word target) { }

    /** Pieces that stand together without a space. */
    record Word(List<Part> parts) {

        /** The word when it is plain, with nothing to expand and nothing quoted; else "". */
        String plain() {
            return parts.size() == 1 && parts.get(0).kind == Kind.TEXT && !parts.get(0).quoted ? parts.get(0).text : "";
        }

        boolean isAssignment() {
            return !parts.isEmpty() && parts.get(0).kind == Kind.TEXT && !parts.get(0).quoted
                    && parts.get(0).text.matches("(?s)[A-Za-z_]\\w*=.*");
        }
    }

    enum Kind { TEXT, VARIABLE, COMMAND, ARITHMETIC }

    /** @param text what is within `${…}`, `$(…)` or `$((…))`, or the text itself */
    record Part(Kind kind, String text, boolean quoted) { }

    /** A script that is none. */
    final class SyntaxError extends RuntimeException {
        private final boolean incomplete;

        /** @param incomplete more lines could complete it */
        SyntaxError(String message, boolean incomplete) {
            super(message, null, false, false);
            this.incomplete = incomplete;
        }

        boolean isIncomplete() {
            return incomplete;
        }
    }
}
