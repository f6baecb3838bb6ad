package demoapp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which manifests are meant: one of the article's steps, or one's own. */
public final class StepOptions {
    @Parameters(arity = "0..1", paramLabel = "N", description = "the step: 1 to 4")
    public Integer step;

    @Option(names = {"-f", "--filename"}, paramLabel = "FILE|DIR|-",
            description = "your own manifests in place of a step; a folder's *.yaml, *.yml, *.json; - for standard input")
    public List<String> files = List.of();

    @Option(names = "--set", paramLabel = "NAME=VALUE",
            description = "value of a placeholder $${NAME} in the manifests")
    public Map<String, String> settings = new LinkedHashMap<>();

    public List<Manifest> read(Placeholders placeholders) {
        if ((step == null) == files.isEmpty()) {
            throw Problem.usage(step == null ? "which step? 1, 2, 3 or 4; or -f with manifests of your own"
                    : "either a step or -f, not both");
        }
        return step == null ? Manifests.read(files, placeholders) : Steps.read(step, placeholders);
    }

    /** How messages name it. */
    public String title() {
        return step == null ? String.join(", ", files) : "step " + step;
    }
}
