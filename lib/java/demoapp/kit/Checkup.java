package demoapp.kit;

import java.util.List;

import demoapp.cluster.Cluster;
import demoapp.cluster.Examination;
import demoapp.cluster.Finding;

/** What doctor says: what is there and missing, and what mends it. */
public final class Checkup extends Grid {
    private final boolean good;

    Checkup(Cluster cluster, int step) {
        this(cluster, step, Examination.of(cluster).stream().filter(finding -> finding.since() <= step).toList());
    }

    private Checkup(Cluster cluster, int step, List<Finding> findings) {
        super("context " + cluster.context() + ", namespace " + cluster.namespace(),
                List.of("What", "", "Found", "What mends it"),
                findings.stream().map(finding -> List.of(finding.what(), mark(finding), finding.detail(),
                        Mistake.translated(finding.mend()))).toList());
        good = findings.stream().noneMatch(finding -> finding.stops(step));
    }

    private static String mark(Finding finding) {
        return switch (finding.state()) {
            case GOOD -> "ok";
            case POOR -> "!";
            case BAD -> "no";
        };
    }

    /** Whether nothing is missing that the steps need. */
    public boolean good() {
        return good;
    }
}
