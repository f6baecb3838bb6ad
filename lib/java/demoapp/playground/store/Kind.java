package demoapp.playground.store;

import java.util.List;

/**
 * A resource type that the API server serves, as discovery describes it. Group "" is the core group.
 *
 * @param type the name of its type in Schema: the kind's, unless several versions of it differ
 */
public record Kind(String group, String version, String name, String plural, String singular, boolean namespaced,
                   List<String> shortNames, List<String> subresources, List<String> categories, String type) {

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** `deployments.apps`, `pods`: how messages name the resource. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public boolean has(String subresource) {
        return subresources.contains(subresource);
    }

    @Override
    public boolean equals(Object other) {
        return this == other; // every kind exists once, in Kinds
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
