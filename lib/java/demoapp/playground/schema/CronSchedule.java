package demoapp.playground.schema;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A CronJob's schedule: five fields, or one of the macros. Days match when the day of the month and the day of the
 * week do, or, if neither field begins with a star, when one of them does.
 * See https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
public final class CronSchedule {
    private static final Map<String, String> MACROS = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *", "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Double> SECONDS =
            Map.of("ns", 1e-9, "us", 1e-6, "µs", 1e-6, "ms", 1e-3, "s", 1.0, "m", 60.0, "h", 3600.0);
    private static final int YEARS_TO_LOOK = 5;
    private static final int LONGEST_DURATION = 1000; // as text: Java's expressions overflow the stack beyond
    private static final double MOST_SECONDS = Long.MAX_VALUE / 1e9; // Go counts nanoseconds

    /** @param star whether the field does not restrict anything */
    private record Field(BitSet values, boolean star) {
        boolean has(int value) {
            return values.get(value);
        }
    }

    private record Bounds(int lowest, int highest, List<String> names) {
        int value(String text) {
            var name = names.indexOf(text.toLowerCase());
            if (name >= 0) {
                return name + lowest;
            }
            if (!text.matches("[+-]?\\d{1,9}")) {
                throw new IllegalArgumentException(
                        "failed to parse int from %1$s: strconv.Atoi: parsing \"%1$s\": invalid syntax".formatted(text));
            }
            var value = Integer.parseInt(text);
            if (value < 0) {
                throw new IllegalArgumentException("negative number (%d) not allowed: %s".formatted(value, text));
            }
            return value;
        }
    }

    private static final Bounds PLAIN = new Bounds(0, 0, List.of());

    private final Duration every;
    private final List<Field> fields;

    private CronSchedule(Duration every, List<Field> fields) {
        this.every = every;
        this.fields = fields;
    }

    /** @throws IllegalArgumentException saying why the text is no schedule, as Kubernetes says it */
    public static CronSchedule parse(String text) {
        var schedule = withoutZone(text);
        if (schedule.startsWith("@every ")) {
            return new CronSchedule(duration(schedule), List.of());
        }
        if (schedule.startsWith("@") && !MACROS.containsKey(schedule)) {
            throw new IllegalArgumentException("unrecognized descriptor: " + schedule);
        }
        var plain = MACROS.getOrDefault(schedule, schedule).strip();
        var words = plain.isEmpty() ? List.<String>of() : List.of(plain.split("\\s+"));
        if (words.size() != 5) {
            throw new IllegalArgumentException("expected exactly 5 fields, found %d: [%s]"
                    .formatted(words.size(), String.join(" ", words)));
        }
        var bounds = List.of(new Bounds(0, 59, List.of()), new Bounds(0, 23, List.of()), new Bounds(1, 31, List.of()),
                new Bounds(1, 12, MONTHS), new Bounds(0, 6, DAYS));
        return new CronSchedule(null, IntStream.range(0, 5)
                .mapToObj(i -> field(words.get(i), bounds.get(i))).toList());
    }

    /** The schedule's own time zone is read over: spec.timeZone has its place. */
    private static String withoutZone(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty spec string");
        }
        var space = text.indexOf(' ');
        return !text.matches("(CRON_)?TZ=.*") ? text : space < 0 ? "" : text.substring(space).strip();
    }

    /** Why the text is no schedule; "" when it is one. */
    public static String fault(String text) {
        try {
            parse(text);
            return "";
        } catch (IllegalArgumentException fault) {
            return fault.getMessage();
        }
    }

    private static Duration duration(String text) {
        var amount = text.substring("@every ".length());
        var fits = amount.length() <= LONGEST_DURATION && amount.matches("[-+]?((?:" + DURATION.pattern() + ")+|0)");
        var seconds = !fits ? Double.MAX_VALUE : DURATION.matcher(amount).results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)) * SECONDS.get(part.group(2))).sum();
        if (seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("failed to parse duration %s: time: invalid duration \"%s\""
                    .formatted(text, amount));
        }
        return Duration.ofSeconds(amount.startsWith("-") ? 1 : Math.max(1, (long) seconds));
    }

    private static Field field(String text, Bounds bounds) {
        var values = new BitSet();
        var star = false;
        for (var range : text.split(",")) {
            star |= !range.isEmpty() && addRange(range, bounds, values);
        }
        return new Field(values, star);
    }

    /** `*`, `3`, `3-5`, `mon-fri`, and each of them with a step: `3-59/5`. Says whether it does not restrict. */
    private static boolean addRange(String text, Bounds bounds, BitSet values) {
        var parts = text.split("/", -1);
        var limits = parts[0].split("-", -1);
        var any = limits[0].equals("*") || limits[0].equals("?");
        var first = any ? bounds.lowest : bounds.value(limits[0]);
        check(!any && limits.length > 2, "too many hyphens: %3$s", 0, 0, text);
        var last = any ? bounds.highest : bounds.value(limits[limits.length - 1]);
        check(parts.length > 2, "too many slashes: %3$s", 0, 0, text);
        var step = parts.length == 2 ? PLAIN.value(parts[1]) : 1;
        last = limits.length == 1 && parts.length == 2 ? bounds.highest : last;
        check(first < bounds.lowest, "beginning of range (%d) below minimum (%d): %s", first, bounds.lowest, text);
        check(last > bounds.highest, "end of range (%d) above maximum (%d): %s", last, bounds.highest, text);
        check(first > last, "beginning of range (%d) beyond end of range (%d): %s", first, last, text);
        check(step == 0, "step of range should be a positive number: %3$s", 0, 0, text);
        for (var value = first; value <= last; value += step) {
            values.set(value);
        }
        return any && step == 1;
    }

    private static void check(boolean wrong, String message, int one, int other, String text) {
        if (wrong) {
            throw new IllegalArgumentException(message.formatted(one, other, text));
        }
    }

    /** The first time after this one; empty when there is none within five years, as for February 30. */
    public Optional<ZonedDateTime> next(ZonedDateTime after) {
        if (every != null) {
            return Optional.of(after.plus(every).truncatedTo(ChronoUnit.SECONDS));
        }
        var time = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        var end = after.plusYears(YEARS_TO_LOOK);
        while (time.isBefore(end)) {
            if (!fields.get(3).has(time.getMonthValue())) {
                time = midnight(time.withDayOfMonth(1).plusMonths(1));
            } else if (!isDay(time)) {
                time = midnight(time.plusDays(1));
            } else if (!fields.get(1).has(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!fields.get(0).has(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time);
            }
        }
        return Optional.empty();
    }

    /** Where a day begins later, because the clocks go forward at midnight, then. */
    private static ZonedDateTime midnight(ZonedDateTime day) {
        return day.toLocalDate().atStartOfDay(day.getZone());
    }

    private boolean isDay(ZonedDateTime time) {
        var ofMonth = fields.get(2).has(time.getDayOfMonth());
        var ofWeek = fields.get(4).has(time.getDayOfWeek().getValue() % 7);
        return fields.get(2).star || fields.get(4).star ? ofMonth && ofWeek : ofMonth || ofWeek;
    }
}
