package demoapp.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.IngressHost;
import demoapp.json.Json;

/**
 * What is wanted of a TLS Secret.
 *
 * @param names     whom it is for; none: the sample application's host on the cluster, or whomever the brought one is for
 * @param authority signs it; null: it vouches for itself
 * @param renew     whether it is made anew even while it is good, or somebody else's
 * @param brought   null: it is made here
 * @param out       a folder to write it to as well, or null
 */
public record SecretRequest(String name, SubjectNames names, int days, KeyType keyType, LocalAuthority authority, boolean renew,
        Bundle brought, Path out) {

    /** What serves most: for as long as browsers take it, and left alone while it is good. */
    public static SecretRequest usual(String name, SubjectNames names, LocalAuthority authority) {
        return new SecretRequest(name, names, Issuing.MOST_DAYS, KeyType.RSA2048, authority, false, null, null);
    }

    /** @throws Problem for what can be refused without asking a cluster */
    public void check() {
        if (!name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
            throw Problem.usage("'" + name + "' is no name for a Secret; a host goes with --host");
        }
        if (days < 1 || days > Issuing.MOST_DAYS) {
            throw Problem.usage("--days " + days + ": a number from 1 to " + Issuing.MOST_DAYS
                    + ", since browsers refuse certificates that are good for longer");
        }
        if (brought != null) {
            brought.check(names);
        }
        checkFiles();
    }

    private void checkFiles() {
        if (out != null) {
            if (!Files.isDirectory(out) || !Files.isWritable(out)) {
                throw Problem.usage("--out " + out + (Files.isDirectory(out) ? " cannot be written to" : " is no folder"));
            }
            for (var file : List.of(certificateFile(), keyFile())) {
                if (Files.exists(file) && !renew) {
                    throw Problem.failed(file + " is there already: it is left alone; --renew replaces it");
                }
            }
        }
    }

    private Path certificateFile() {
        return out.resolve(name + ".crt");
    }

    private Path keyFile() {
        return out.resolve(name + ".key");
    }

    /** Makes and writes what is needed. @return what was done, a line each */
    public List<String> run(Cluster cluster) {
        var names = namesOn(cluster);
        var secret = TlsSecret.of(cluster, name);
        if (!isDue(secret, names)) {
            return List.of(stillGood(secret));
        }
        var bundle = bundle(names, authority == null ? null : authority.readOrCreate());
        var done = new ArrayList<String>();
        if (secret.write(bundle)) {
            done.add(change(secret, bundle));
            if (out != null) {
                PrivateFile.write(keyFile(), bundle.keyPem(), "rw-------");
                PrivateFile.write(certificateFile(), bundle.chainPem(), "rw-r--r--");
                done.add("written to " + certificateFile() + " and " + keyFile());
            }
        } else {
            // Somebody did the same at the same time: if theirs is good, all is well.
            TlsSecret.of(cluster, name).fault(names).ifPresent(still -> {
                throw Problem.failed("secret/" + name + " was written by somebody else meanwhile, and " + still + ": try again");
            });
            done.add("secret/" + name + " was made by somebody else meanwhile");
        }
        return done;
    }

    /**
     * What {@link #run} would do, which is not done: neither here nor on the cluster is anything written.
     *
     * @param object the Secret as it would be, values and all
     */
    public record Outlook(String line, Map<String, Object> object) { }

    public Outlook outlook(Cluster cluster) {
        var names = namesOn(cluster);
        var secret = TlsSecret.of(cluster, name);
        if (!isDue(secret, names)) {
            return new Outlook(stillGood(secret), shown(secret.object()));
        }
        var bundle = bundle(names, authority == null ? null
                : authority.read().orElseGet(() -> Issuing.authority("a CA that would be made")));
        return new Outlook(change(secret, bundle) + " (dry run)", shown(secret.object(bundle)));
    }

    /** As kubectl shows objects: who owns which field is of no interest. */
    private static Map<String, Object> shown(Map<String, Object> object) {
        var shown = Json.copy(object);
        Json.set(shown, null, "metadata", "managedFields");
        return shown;
    }

    /** Whether it has to be written. @throws Problem when it would have to be, but is somebody else's */
    private boolean isDue(TlsSecret secret, SubjectNames names) {
        var fault = secret.fault(names).or(() -> replaced(secret));
        if (fault.isPresent() && !renew && secret.isForeign(authority == null ? Optional.empty() : authority.read())) {
            throw Problem.failed("secret/" + name + " " + fault.get() + ", but somebody else made it: "
                    + secret.certificate().map(own -> own.getIssuerX500Principal().toString()).orElse("a controller")
                    + ". It is left alone; --renew replaces it");
        }
        return fault.isPresent() || renew;
    }

    private String stillGood(TlsSecret secret) {
        return "secret/" + name + " is still good until " + Bundle.lastDay(secret.certificate().orElseThrow());
    }

    private String change(TlsSecret secret, Bundle bundle) {
        return "secret/" + name + (secret.exists() ? " renewed" : " created") + " for " + SubjectNames.of(bundle.certificate())
                + ", good until " + Bundle.lastDay(bundle.certificate());
    }

    /** Whoever brings a certificate wants that one, however good the other is. */
    private Optional<String> replaced(TlsSecret secret) {
        return brought == null || secret.certificate().filter(brought.certificate()::equals).isPresent() ? Optional.empty()
                : Optional.of("holds another certificate");
    }

    /** @param signer null: it vouches for itself */
    private Bundle bundle(SubjectNames names, Bundle signer) {
        return brought != null ? brought : signer == null ? Issuing.selfSigned(names, days, keyType)
                : Issuing.server(signer, names, days, keyType);
    }

    private SubjectNames namesOn(Cluster cluster) {
        return !names.isEmpty() || brought != null ? names : SubjectNames.of(List.of(IngressHost.of(cluster)), List.of());
    }
}
