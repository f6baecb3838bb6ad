package demoapp.kit;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

import demoapp.Problem;
import picocli.CommandLine.TypeConversionException;

/** What stops a cell: the message that a script would print, in the words of cells, and no stack trace. */
public final class Mistake extends RuntimeException {
    /** Options of the scripts → what stands for them here. */
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("--context ([\\w.:@/-]+)", "context(\"$1\")");
        WORDS.put("--set (\\w+)=(\\S+)", "step(N).set(\"$1\", \"$2\")");
        WORDS.put("--force-conflicts", "step(N).force()");
        WORDS.put("--delete-volumes", "step(N).volumes()");
        WORDS.put("rollout (undo|resume|status) (deploy/)?", "$1 ");
        WORDS.put("bring them up with apply-step, or name yours", "bring them up with apply(step(1)), or name yours");
        WORDS.put("apply-step (\\d)", "apply(step($1))");
    }

    Mistake(String message) {
        super(message, null, false, false);
    }

    static Mistake of(RuntimeException e) {
        return e instanceof Mistake mistake ? mistake
                : new Mistake(e instanceof Problem || e instanceof UncheckedIOException || e instanceof TypeConversionException
                        ? translated(e.getMessage()) : e.toString());
    }

    static String translated(String message) {
        for (var word : WORDS.entrySet()) {
            message = message.replaceAll(word.getKey(), word.getValue());
        }
        return message;
    }
}
