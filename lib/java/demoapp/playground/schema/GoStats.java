package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.List;

/** How many parts of a value are as they were, and how many are not. */
record GoStats(String name, int identical, int removed, int inserted, int modified) {
    GoStats plus(GoStats other) {
        return new GoStats(name, identical + other.identical, removed + other.removed, inserted + other.inserted,
                modified + other.modified);
    }

    GoStats identical(int count) {
        return new GoStats(name, count, removed, inserted, modified);
    }

    /** Neighbours that are alike, and neighbours that are not, each put together. */
    static List<GoStats> grouped(List<GoStats> parts) {
        var groups = new ArrayList<GoStats>();
        for (var part : parts) {
            var last = groups.size() - 1;
            if (last >= 0 && (groups.get(last).changes() == 0) == (part.changes() == 0)) {
                groups.set(last, groups.get(last).plus(part));
            } else {
                groups.add(part);
            }
        }
        return groups;
    }

    int changes() {
        return removed + inserted + modified;
    }

    boolean none() {
        return identical + changes() == 0;
    }

    @Override
    public String toString() {
        var texts = new ArrayList<String>();
        var counts = List.of(identical, removed, inserted, modified);
        var words = List.of("identical", "removed", "inserted", "modified");
        for (var i = 0; i < counts.size(); i++) {
            if (counts.get(i) > 0) {
                texts.add(counts.get(i) + " " + words.get(i));
            }
        }
        var last = texts.size() - 1;
        var list = last < 2 ? String.join(" and ", texts)
                : String.join(", ", texts.subList(0, last)) + ", and " + texts.get(last);
        var plural = identical + changes() < 2 ? name : (name + "s").replaceFirst("ys$", "ies");
        return list + " " + plural;
    }
}
