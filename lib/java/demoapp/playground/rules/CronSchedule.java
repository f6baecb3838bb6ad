package demoapp.playground.rules;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds fault with a schedule, in the words of the library that the API server reads it with. As in
 * https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
final class CronSchedule {
    private record Field(int least, int most, List<String> names) { }

    private static final List<Field> FIELDS = List.of(new Field(0, 59, List.of()), new Field(0, 23, List.of()),
            new Field(1, 31, List.of()), new Field(1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul",
                    "aug", "sep", "oct", "nov", "dec")),
            new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));
    private static final List<String> DESCRIPTORS = List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily",
            "@midnight", "@hourly");
    private static final Map<String, Duration> UNITS = Map.of("ns", Duration.ofNanos(1), "us", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h",
            Duration.ofHours(1));

    private CronSchedule() { }

    /** What is wrong with it; "" when nothing is. */
    static String fault(String schedule) {
        try {
            check(schedule);
            return "";
        } catch (IllegalArgumentException unreadable) {
            return unreadable.getMessage();
        }
    }

    private static void check(String given) {
        var schedule = given;
        if (schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=")) {
            var space = schedule.indexOf(' ');
            schedule = space < 0 ? "" : schedule.substring(space).strip();
        }
        if (schedule.startsWith("@")) {
            descriptor(schedule);
            return;
        }
        var fields = schedule.isBlank() ? new String[0] : schedule.strip().split("\\s+");
        if (fields.length != FIELDS.size()) {
            throw new IllegalArgumentException("expected exactly 5 fields, found %d: [%s]"
                    .formatted(fields.length, String.join(" ", fields)));
        }
        for (var i = 0; i < fields.length; i++) {
            for (var part : fields[i].split(",")) {
                if (!part.isEmpty()) {
                    range(part, FIELDS.get(i));
                }
            }
        }
    }

    private static void descriptor(String schedule) {
        if (schedule.startsWith("@every ")) {
            var duration = schedule.substring("@every ".length());
            var units = String.join("|", UNITS.keySet().stream().sorted().toList());
            if (!duration.matches("[-+]?((\\d+\\.?\\d*|\\.\\d+)(" + units + "))+|[-+]?0")) {
                throw new IllegalArgumentException("failed to parse duration %s: time: invalid duration \"%s\""
                        .formatted(schedule, duration));
            }
        } else if (!DESCRIPTORS.contains(schedule)) {
            throw new IllegalArgumentException("unrecognized descriptor: " + schedule);
        }
    }

    private static void range(String text, Field field) {
        var stepped = text.split("/", -1);
        var bounds = stepped[0].split("-", -1);
        var start = field.least;
        var end = field.most;
        if (!bounds[0].equals("*") && !bounds[0].equals("?")) {
            start = number(bounds[0], field);
            end = bounds.length == 1 ? start : bounds.length == 2 ? number(bounds[1], field) : -1;
            if (end < 0) {
                throw new IllegalArgumentException("too many hyphens: " + text);
            }
        }
        var step = 1;
        if (stepped.length == 2) {
            step = whole(stepped[1]);
            end = bounds.length == 1 ? field.most : end;
        } else if (stepped.length > 2) {
            throw new IllegalArgumentException("too many slashes: " + text);
        }
        if (start < field.least) {
            throw new IllegalArgumentException("beginning of range (%d) below minimum (%d): %s"
                    .formatted(start, field.least, text));
        }
        if (end > field.most) {
            throw new IllegalArgumentException("end of range (%d) above maximum (%d): %s"
                    .formatted(end, field.most, text));
        }
        if (start > end) {
            throw new IllegalArgumentException("beginning of range (%d) beyond end of range (%d): %s"
                    .formatted(start, end, text));
        }
        if (step == 0) {
            throw new IllegalArgumentException("step of range should be a positive number: " + text);
        }
    }

    private static int number(String text, Field field) {
        var name = field.names.indexOf(text.toLowerCase(Locale.ROOT));
        return name >= 0 ? field.least + name : whole(text);
    }

    private static int whole(String text) {
        try {
            var number = Integer.parseInt(text);
            if (number < 0) {
                throw new IllegalArgumentException("negative number (%d) not allowed: %s".formatted(number, text));
            }
            return number;
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
                    .formatted(text, text));
        }
    }
}
