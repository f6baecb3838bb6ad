package demoapp.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.cluster.Cluster;
import demoapp.cluster.IngressSettings;
import demoapp.manifest.Manifest;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;

/**
 * One of the four steps, and how it is to be applied or deleted.
 *
 * @param settings     values of placeholders, as --set gives them
 * @param prunes       whether what other steps have and this one does not is deleted
 * @param forces       whether fields that somebody else has set are taken over
 * @param takesVolumes whether volume claims, and so the data, are deleted too
 */
public record Step(int number, Map<String, String> settings, boolean prunes, boolean forces, boolean takesVolumes) {

    public Step set(String name, String value) {
        var more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new Step(number, more, prunes, forces, takesVolumes);
    }

    public Step prune() {
        return new Step(number, settings, true, forces, takesVolumes);
    }

    public Step force() {
        return new Step(number, settings, prunes, true, takesVolumes);
    }

    public Step volumes() {
        return new Step(number, settings, prunes, forces, true);
    }

    String title() {
        return "step " + number;
    }

    List<Manifest> manifests(Cluster cluster) {
        var placeholders = new Placeholders(settings);
        IngressSettings.declare(placeholders, cluster);
        return Steps.read(number, placeholders);
    }

    @Override
    public String toString() {
        return title();
    }

    /** As the files have them, their placeholders unless set: nothing is asked of a cluster. */
    List<Manifest> files() {
        return Steps.read(number, new Placeholders(settings).lenient());
    }
}
