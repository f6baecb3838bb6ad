package demoapp.playground.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import demoapp.playground.schema.GoTextNode.Line;
import demoapp.playground.schema.GoTextNode.Row;
import demoapp.playground.schema.GoTextNode.Rows;
import demoapp.playground.schema.GoTextNode.Wrap;
import demoapp.playground.schema.GoValue.Kind;

/** Long texts and lists of numbers compared chunk by chunk: texts of several lines by lines, others by bytes. */
final class GoChunks {
    static final int LEAST = 32;
    private static final int CONTEXT = 2;

    private final List<?> old;
    private final List<?> fresh;
    private final int size;
    private final String name;
    private final int level;
    private final Function<List<?>, String> written;
    private final Rows rows = new Rows();

    private GoChunks(List<?> old, List<?> fresh, int size, String name, int level, Function<List<?>, String> written) {
        this.old = old;
        this.fresh = fresh;
        this.size = size;
        this.name = name;
        this.level = level;
        this.written = written;
        fill();
    }

    static GoTextNode of(GoValue old, GoValue fresh, int level) {
        if (old.kind() == Kind.SLICE) {
            return Wrap.braces(new GoChunks(numbers(old), numbers(fresh), 8, old.type().substring(2), level,
                    chunk -> chunk.stream().map(Object::toString).collect(Collectors.joining(", "))).rows);
        }
        var one = old.scalar().toString();
        var other = fresh.scalar().toString();
        var delimiter = "";
        Rows rows;
        if (lined(one, other)) {
            rows = new GoChunks(List.of(one.split("\n", -1)), List.of(other.split("\n", -1)), 1, "line", level,
                    chunk -> GoQuote.of(chunk.get(0).toString())).rows;
            var block = block(rows);
            if (block != null) {
                return new Wrap("(", block, ")");
            }
            delimiter = "\\n";
        } else {
            rows = new GoChunks(bytes(one), bytes(other), 64, "byte", level, GoChunks::text).rows;
        }
        return new Wrap("strings.Join(", Wrap.braces(rows), ", \"" + delimiter + "\")");
    }

    private static List<Object> numbers(GoValue slice) {
        return slice.parts().stream().map(part -> part.value().scalar()).toList();
    }

    private static List<Byte> bytes(String text) {
        var bytes = new ArrayList<Byte>();
        for (var one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one);
        }
        return bytes;
    }

    private static String text(List<?> bytes) {
        var array = new byte[bytes.size()];
        for (var i = 0; i < array.length; i++) {
            array[i] = (Byte) bytes.get(i);
        }
        return GoQuote.of(new String(array, StandardCharsets.UTF_8));
    }

    /** Whether lines tell the difference well enough. */
    private static boolean lined(String one, String other) {
        var both = one + other;
        var lines = both.split("\n", -1);
        if (lines.length < 5 || Arrays.stream(lines).limit(lines.length - 1).anyMatch(l -> GoTextNode.bytes(l) > 1024)
                || !both.codePoints().allMatch(rune -> GoQuote.printable(rune) || GoQuote.space(rune))) {
            return false;
        }
        var byLine = share(List.of(one.split("\n", -1)), List.of(other.split("\n", -1)));
        var byByte = share(bytes(one), bytes(other));
        return byLine < 4 * byByte
                || GoTextNode.bytes(GoQuote.quoted(both)) > 1.1 * GoTextNode.bytes(both);
    }

    private static double share(List<?> one, List<?> other) {
        var edits = edits(one, other);
        return (double) GoEdits.distance(edits) / edits.size();
    }

    private static List<Character> edits(List<?> one, List<?> other) {
        return GoEdits.of(one.size(), other.size(), (x, y) -> one.get(x).equals(other.get(y))
                ? new GoEdits.Result(1, 0) : new GoEdits.Result(0, 2));
    }

    static boolean showable(String line) {
        return !line.startsWith("...") && line.codePoints().allMatch(rune -> GoQuote.printable(rune) || rune == '\t');
    }

    /** The lines between triple quotes; null where that could be misread. */
    private static Rows block(Rows rows) {
        var block = new Rows();
        var quotes = new Row(0, "", new Line("\"\"\""), true, null);
        block.rows().add(quotes);
        var removed = new HashSet<String>();
        var inserted = new HashSet<String>();
        for (var row : rows.rows()) {
            if (row.value().equals(GoTextNode.ELLIPSIS)) {
                block.rows().add(row);
            } else {
                var line = unquoted(((Line) row.value()).text());
                var bare = line.codePoints().filter(rune -> !GoQuote.space(rune)).collect(StringBuilder::new,
                        StringBuilder::appendCodePoint, StringBuilder::append).toString();
                if (line.startsWith("\"\"\"") || !showable(line) || row.mode() == '-' && inserted.contains(bare)
                        || row.mode() == '+' && removed.contains(bare)) {
                    return null;
                }
                (row.mode() == '-' ? removed : inserted).add(bare);
                block.rows().add(new Row(row.mode(), "", new Line(line), true, row.comment()));
            }
            if (row.mode() != '-' && row.mode() != '+') {
                removed.clear();
                inserted.clear();
            }
        }
        var last = block.rows().get(block.rows().size() - 1);
        if (last.mode() == ' ' && last.value().length() == 0) {
            block.rows().remove(last);
        }
        block.rows().add(quotes);
        return block;
    }

    private static String unquoted(String quoted) {
        var inner = quoted.substring(1, quoted.length() - 1);
        var line = quoted.startsWith("`") ? inner : inner.replace("\\\"", "\"").replace("\\r", "\r")
                .replace("\\t", "\t").replace("\\\\", "\\");
        return line.replaceFirst("\r$", "").replaceFirst("^\r", "");
    }

    /** A stretch of the two lists: what is alike, and what was removed and inserted. */
    private static List<GoStats> groups(String name, List<Character> edits) {
        return GoStats.grouped(edits.stream().map(edit -> new GoStats(name, edit == 'I' ? 1 : 0, edit == 'X' ? 1 : 0,
                edit == 'Y' ? 1 : 0, edit == 'M' ? 1 : 0)).toList());
    }

    /** A short like stretch between two changes becomes part of them. */
    private static List<GoStats> joined(List<GoStats> groups, int window) {
        var joined = new ArrayList<GoStats>();
        for (var group : groups) {
            var size = joined.size();
            if (size >= 2 && group.changes() > 0) {
                var before = joined.get(size - 2);
                var like = joined.get(size - 1);
                if (before.removed() + group.removed() > 0 && before.inserted() + group.inserted() > 0
                        && like.identical() <= window) {
                    joined.remove(size - 1);
                    joined.set(size - 2, before.plus(like).plus(group));
                    continue;
                }
            }
            joined.add(group);
        }
        return joined;
    }

    /** What is alike at the ends of a change goes to the stretches beside it. */
    private List<GoStats> trimmed(List<GoStats> groups) {
        var x = 0;
        var y = 0;
        var first = 0;
        var last = 0;
        for (var i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            if (group.changes() == 0) {
                x += group.identical();
                y += group.identical();
                continue;
            }
            var nx = group.identical() + group.removed() + group.modified();
            var ny = group.identical() + group.inserted() + group.modified();
            var least = Math.min(nx, ny);
            var leading = 0;
            while (leading < least && old.get(x + leading).equals(fresh.get(y + leading))) {
                leading++;
            }
            var trailing = 0;
            while (trailing < least && old.get(x + nx - 1 - trailing).equals(fresh.get(y + ny - 1 - trailing))) {
                trailing++;
            }
            if (leading > 0 && i > 0) {
                groups.set(i - 1, groups.get(i - 1).identical(groups.get(i - 1).identical() + leading));
            } else {
                first += leading;
            }
            if (trailing > 0 && i + 1 < groups.size()) {
                groups.set(i + 1, groups.get(i + 1).identical(groups.get(i + 1).identical() + trailing));
            } else {
                last += trailing;
            }
            if (leading + trailing > 0) {
                nx -= leading + trailing;
                ny -= leading + trailing;
                groups.set(i, new GoStats(name, 0, nx, ny, 0));
            }
            x += leading + nx;
            y += leading + ny;
        }
        if (first > 0) {
            groups.add(0, new GoStats(name, first, 0, 0, 0));
        }
        if (last > 0) {
            groups.add(new GoStats(name, last, 0, 0, 0));
        }
        return groups;
    }

    private void fill() {
        var groups = trimmed(joined(groups(name, edits(old, fresh)), size / 4));
        var changes = 0;
        GoStats left = null;
        var x = 0;
        var y = 0;
        for (var i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            if (changes >= 1 << level << 2) {
                left = left == null ? group : left.plus(group);
                continue;
            }
            if (group.changes() == 0) {
                var all = group.identical();
                var low = i == 0 ? 0 : Math.min(all, size * CONTEXT);
                var high = i == groups.size() - 1 ? 0 : Math.min(all - low, size * CONTEXT);
                if (all - low - high <= size) {
                    high = all - low;
                }
                append(old.subList(x, x + low), ' ');
                if (all > low + high) {
                    rows.ellipsis(group.identical(all - low - high));
                }
                append(old.subList(x + all - high, x + all), ' ');
                x += all;
                y += all;
                continue;
            }
            var before = rows.rows().size();
            var toX = x + group.identical() + group.removed() + group.modified();
            var toY = y + group.identical() + group.inserted() + group.modified();
            append(old.subList(x, toX), '-');
            append(fresh.subList(y, toY), '+');
            x = toX;
            y = toY;
            changes += rows.rows().size() - before;
        }
        if (left != null) {
            rows.ellipsis(left);
        }
    }

    private void append(List<?> part, int mode) {
        for (var from = 0; from < part.size(); from += size) {
            rows.add(mode, "", new Line(written.apply(part.subList(from, Math.min(part.size(), from + size)))));
        }
    }
}
