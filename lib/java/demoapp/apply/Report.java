package demoapp.apply;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.Output;
import demoapp.Program;
import demoapp.apply.Apply.Applied;
import demoapp.apply.Apply.Planned;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.Readiness.Outcome;

/** What apply-step shows: lines for people, or one document for machines and then the progress on stderr. */
public final class Report implements AutoCloseable {
    private final Output output;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Console console;

    public Report(Output output, PrintWriter out, PrintWriter err) {
        this.output = output;
        this.out = out;
        this.err = err;
        var isText = output == Output.TEXT;
        console = new Console(isText ? out : err, isText && Console.isTerminal(), "interrupted: what has been applied stays,"
                + " and the cluster goes on with it. The same command again goes on watching.");
    }

    public Console console() {
        return console;
    }

    public void warn(String warning) {
        err.println("Warning: " + warning);
        err.flush();
    }

    /** Opens a page in the browser. */
    public void open(String url) {
        if (!Program.openBrowser(url)) {
            warn("no browser can be started here: open " + url);
        }
    }

    public void applied(Applied applied) {
        console.say(applied.planned().manifest().title() + " " + applied.result());
    }

    public void diff(Planned planned) {
        Diff.of(planned.manifest().title(), planned.before(), planned.after()).forEach(console::print);
    }

    /** The end of a dry run that asked no server. */
    public void clientDryRun(List<Manifest> manifests) {
        dryRun(manifests.stream().map(manifest -> manifest.title() + " (client dry run)").toList(),
                manifests.stream().map(Manifest::object).toList());
    }

    public void serverDryRun(List<Planned> plan) {
        dryRun(plan.stream().map(planned -> planned.manifest().title() + " " + planned.outlook() + " (server dry run)").toList(),
                plan.stream().map(Planned::after).toList());
    }

    private void dryRun(List<String> lines, List<Map<String, Object>> objects) {
        if (output == Output.TEXT) {
            lines.forEach(console::say);
        } else {
            out.print(output.of(Json.object("apiVersion", "v1", "kind", "List",
                    "items", objects.stream().map(Masked::of).toList())));
            out.flush();
        }
    }

    /** The end. @param outcome null when nobody waited */
    public void finish(String title, Cluster cluster, List<Applied> applied, Outcome outcome, Duration took) {
        var state = outcome == null ? "applied" : outcome.state();
        if (output != Output.TEXT) {
            out.print(output.of(Json.object("context", cluster.context(), "namespace", cluster.namespace(),
                    "source", title, "state", state, "seconds", took.toMillis() / 1000.0,
                    "objects", applied.stream().map(object -> row(object, outcome)).toList())));
            out.flush();
        } else if (outcome == null || outcome.isReady()) {
            console.say("@|bold " + title + " is " + state + "|@: " + applied.size()
                    + (applied.size() == 1 ? " object" : " objects") + " in context " + cluster.context()
                    + ", namespace " + cluster.namespace() + ", " + Math.round(took.toMillis() / 1000.0) + " s");
        }
    }

    private static Map<String, Object> row(Applied applied, Outcome outcome) {
        var object = applied.object();
        var row = Json.object("apiVersion", object.get("apiVersion"), "kind", object.get("kind"),
                "namespace", Json.text(object, "metadata", "namespace"), "name", Json.text(object, "metadata", "name"),
                "result", applied.result());
        var verdict = outcome == null ? null : outcome.verdicts().get(applied.planned().target());
        if (verdict != null) {
            row.putAll(verdict.json());
        }
        return row;
    }

    @Override
    public void close() {
        console.close();
    }
}
