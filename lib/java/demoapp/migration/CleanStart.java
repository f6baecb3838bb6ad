package demoapp.migration;

import java.util.List;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Workload;

/** Back to before the migration: the first image, and no column. */
public final class CleanStart {
    private final Cluster cluster;
    private final ContainerImages first;
    private final Console console;

    /** @param first the images to go back to */
    public CleanStart(Cluster cluster, ContainerImages first, Console console) {
        this.cluster = cluster;
        this.first = first;
        this.console = console;
    }

    /** @return whether there was anything to do */
    public boolean run() {
        var hadColumn = dropColumn();
        var isChanged = setFirstImage(hadColumn);
        // A pod of the new image that was started again meanwhile has migrated once more. Now there is none of these left.
        if (hadColumn && dropColumn()) {
            setFirstImage(true);
        }
        return isChanged;
    }

    /** @return whether it was there */
    private boolean dropColumn() {
        var application = new Application(cluster);
        var pods = application.readyPods();
        if (pods.isEmpty()) {
            throw Problem.failed("no pod of " + Application.PUMA + " is ready, so the application does not work as it is:"
                    + " `rollout status` or `doctor` tell why");
        }
        var pod = Json.text(pods.get(pods.size() - 1), "metadata", "name");
        console.print("asking pod " + pod + " whether the column is there: bin/rails runner");
        if (!application.columns(pod).contains(LikesMigration.COLUMN)) {
            return false;
        }
        var done = application.runner(pod, LikesMigration.FORGET);
        if (!done.ok()) {
            throw Problem.failed("cannot take column " + LikesMigration.COLUMN + " back: " + Application.words(done));
        }
        console.print("column " + LikesMigration.COLUMN + " taken back, through pod " + pod);
        return true;
    }

    /** @param restart even what has it already: Rails remembers a table's columns */
    private boolean setFirstImage(boolean restart) {
        var changed = RollingUpdate.workloads(cluster).stream().filter(workload -> {
            var isChanged = first.set(workload);
            if (!isChanged && restart) {
                workload.restart();
            }
            return isChanged || restart;
        }).toList();
        if (!changed.isEmpty()) {
            console.print("back to tag " + first.tag() + ": " + String.join(", ", changed.stream().map(Workload::title).toList()));
            Readiness.await(cluster, changed.stream().map(Workload::target).toList(), console).orThrow();
        }
        return !changed.isEmpty();
    }

    /** The first image only; the column stays. */
    public boolean undo() {
        return setFirstImage(false);
    }
}
