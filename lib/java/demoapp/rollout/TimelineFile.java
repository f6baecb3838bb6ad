package demoapp.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import demoapp.Output;
import demoapp.Problem;

/** A timeline as a file: a page, a picture or data, by the name's ending. */
public final class TimelineFile {
    private TimelineFile() { }

    /** @param file null: none is wanted */
    public static void check(Path file) {
        if (file != null && !file.toString().matches(".*\\.(html|svg|json)")) {
            throw Problem.usage("--timeline " + file + ": the file's name has to end in .html, .svg or .json");
        }
        if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw Problem.usage("--timeline " + file + ": there is no folder " + file.toAbsolutePath().getParent());
        }
    }

    public static void write(Timeline timeline, Path file) {
        var name = file.toString();
        var content = name.endsWith(".json") ? Output.JSON.of(timeline.json())
                : name.endsWith(".svg") ? TimelineSvg.of(timeline) : page(TimelineSvg.of(timeline));
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the timeline to " + file + ": " + e, e);
        }
    }

    private static String page(String picture) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <meta name="color-scheme" content="light dark">
                <title>Rollout</title>
                <style>
                body { margin: 2em auto; max-width: 75em; padding: 0 1em; background: #ffffff } svg { width: 100%; height: auto }
                @media (prefers-color-scheme: dark) { body { background: #0d1117 } }
                </style>
                </head>
                <body>
                """ + picture + """
                </body>
                </html>
                """;
    }
}
