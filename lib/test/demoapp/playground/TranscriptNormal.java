package demoapp.playground;

import java.util.stream.Collectors;

/**
 * Makes what kubectl printed comparable with a recorded transcript: ages become placeholders, columns are parted by two
 * spaces, however wide they were, and what depends on who is quicker does not count: how often kubectl's "Waiting for"
 * repeats itself (it says so for every change of the status), whether pods get ready one after the other or together,
 * and how often the controller has looked at a claim before its volume is there (it says ExternalProvisioning each time).
 */
final class TranscriptNormal {
    private static final String DURATION = "(<invalid>|(\\d+[smhdy])+)";

    private TranscriptNormal() { }

    static String recorded(String text) {
        return columns(text.replaceAll("\\bnode1\\b", "playground").replace("realk8s.local/hostpath",
                "demoapp/simulated").replaceAll("(?m)(^(---|\\+\\+\\+) /tmp/.*\t).*$", "$1<time>"));
    }

    static String printed(String text, GoldenNormal normal) {
        return columns(normal.text(ages(text.replaceAll("/tmp/(LIVE|MERGED)-\\d+", "/tmp/$1-<n>")
                .replaceAll("(?m)(^(---|\\+\\+\\+) /tmp/.*\t).*$", "$1<time>"))));
    }

    private static String columns(String text) {
        return text.lines().map(line -> line.replaceAll("(?<=\\S) {2,}", "  ").stripTrailing())
                .filter(line -> !line.matches("Waiting for .*: [1-9]\\d* of \\d+ updated replicas are available.*"))
                .collect(Collectors.joining("\n")).replaceAll("(?m)^(Waiting for .*)(\n\\1)+$", "$1")
                .replaceAll("(ExternalProvisioning  <age>) \\(x\\d+ over <age>\\)", "$1");
    }

    /** Ages fill a cell of their own: in a table's row, in describe's events, after "Duration:". */
    private static String ages(String text) {
        return text.lines().map(line -> {
            var cells = line.strip().split(" {2,}|\t");
            return cells.length < 3 && !line.startsWith("Duration:")
                    ? line : line.replaceAll("(?<=^|  )" + DURATION + "(?=  |$)", "<age>")
                    .replaceAll("(?<=^|  )" + DURATION + " \\((x\\d+) over " + DURATION + "\\)", "<age> ($3 over <age>)")
                    .replaceAll("\\(" + DURATION + " ago\\)", "(<age> ago)");
        }).collect(Collectors.joining("\n"));
    }
}
