package demoapp.manifest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import demoapp.Problem;

/**
 * The article's four steps. They come with the library, on the class path, so that a script copied anywhere has them.
 * Step N is all files of the folders step1 … stepN, where a later file replaces an earlier one of its name; in the
 * source folders links stand for what does not change, so that each also reads as the whole step.
 */
public final class Steps {
    public static final int FIRST = 1;
    public static final int LAST = 4;

    private Steps() { }

    public static List<Manifest> read(int step, Placeholders placeholders) {
        check(step);
        return Manifests.parse(texts(step), placeholders);
    }

    /** @throws Problem when there is no such step */
    public static void check(int step) {
        if (step < FIRST || step > LAST) {
            throw Problem.usage("there is no step " + step + ": the steps are " + FIRST + " to " + LAST);
        }
    }

    /** File name → text, in the files' order; the name says in which step the file is. */
    public static Map<String, String> texts(int step) {
        var sources = new TreeMap<String, String>();
        for (var name : Bundled.names("manifests").stream().filter(Steps::isManifest).toList()) {
            var parts = name.split("/");
            var since = parts[1].charAt("step".length()) - '0';
            if (since <= step) {
                sources.merge(parts[2], name, (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        var texts = new TreeMap<String, String>();
        sources.values().forEach(name -> texts.put("lib/" + name,
                new String(Bundled.bytes(name), StandardCharsets.UTF_8)));
        return texts;
    }

    private static boolean isManifest(String name) {
        return name.matches("manifests/step[1-4]/[^/]+\\.yaml");
    }
}
