package demoapp.migration;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod did about the migration, by its log.
 *
 * @param words of the log, that say so; "" when none does
 */
record MigrationFate(Kind kind, String words) {
    enum Kind {
        MIGRATED("migrated"), SKIPPED("skipped"), FAILED("failed"), NOTHING_TO_DO("found nothing to migrate"),
        SILENT("has not said");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final Pattern MIGRATED = Pattern.compile("== \\d+ (\\w+: migrated \\([\\d.]+s\\))");
    private static final Pattern SKIPPED = Pattern.compile("Skip migrations because .*");
    /** The database's own words rather than Rails' around them. */
    private static final Pattern FAILED = Pattern.compile("[\\w:]*Error: [^(]*[^( ]");
    /** What is worth showing while it happens. */
    private static final Pattern NOTABLE = Pattern.compile("== \\d+ \\w+: (migrating|migrated)|Skip migrations because"
            + "|^Waiting for|aborted!|Error:|already exists|Duplicate|racefully stopping|Listening on http|Shutting down|Bye!");

    static boolean isNotable(String line) {
        return NOTABLE.matcher(line).find();
    }

    static MigrationFate of(List<String> log) {
        for (var line : log) {
            var migrated = MIGRATED.matcher(line);
            if (migrated.find()) {
                return new MigrationFate(Kind.MIGRATED, migrated.group(1));
            }
            var skipped = SKIPPED.matcher(line);
            if (skipped.find()) {
                return new MigrationFate(Kind.SKIPPED, skipped.group());
            }
        }
        if (log.stream().anyMatch(line -> line.contains("aborted!"))) {
            return new MigrationFate(Kind.FAILED, error(log));
        }
        return new MigrationFate(log.isEmpty() ? Kind.SILENT : Kind.NOTHING_TO_DO, "");
    }

    /** What Ruby or the database died of, or "": the first that is said of it, before the backtrace and the causes. */
    static String error(List<String> lines) {
        return lines.stream().map(FAILED::matcher).filter(Matcher::find).map(Matcher::group).findFirst().orElse("");
    }

    /** What it had to wait for before, or "". */
    static String waitedFor(List<String> log) {
        return String.join("; ", log.stream().filter(line -> line.startsWith("Waiting for"))
                .map(line -> line.replaceFirst("^Waiting for (the )?", "").replaceFirst(" \\.\\.\\..*", "")).distinct().toList());
    }
}
