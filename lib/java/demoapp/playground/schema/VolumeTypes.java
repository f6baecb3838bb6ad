package demoapp.playground.schema;

/**
 * The less common sources of volumes, and a node's configuration source.
 * Made from k8s.io/api v0.32.13; the notation is explained in Schema.
 */
final class VolumeTypes {
    static final String TEXT = """
            GCEPersistentDiskVolumeSource pdName!s fsType:s partition:i readOnly:b
            AWSElasticBlockStoreVolumeSource volumeID!s fsType:s partition:i readOnly:b
            GitRepoVolumeSource repository!s revision:s directory:s
            ISCSIVolumeSource targetPortal!s iqn!s lun!i iscsiInterface:s fsType:s readOnly:b portals:[s
              chapAuthDiscovery:b chapAuthSession:b secretRef:*LocalObjectReference initiatorName:*s
            GlusterfsVolumeSource endpoints!s path!s readOnly:b
            RBDVolumeSource monitors![s image!s fsType:s pool:s user:s keyring:s secretRef:*LocalObjectReference
              readOnly:b
            FlexVolumeSource driver!s fsType:s secretRef:*LocalObjectReference readOnly:b options:{s
            CinderVolumeSource volumeID!s fsType:s readOnly:b secretRef:*LocalObjectReference
            CephFSVolumeSource monitors![s path:s user:s secretFile:s secretRef:*LocalObjectReference readOnly:b
            FlockerVolumeSource datasetName:s datasetUUID:s
            FCVolumeSource targetWWNs:[s lun:*i fsType:s readOnly:b wwids:[s
            AzureFileVolumeSource secretName!s shareName!s readOnly:b
            VsphereVirtualDiskVolumeSource volumePath!s fsType:s storagePolicyName:s storagePolicyID:s
            QuobyteVolumeSource registry!s volume!s readOnly:b user:s group:s tenant:s
            AzureDiskVolumeSource diskName!s diskURI!s cachingMode:*s fsType:*s readOnly:*b kind:*s
            PhotonPersistentDiskVolumeSource pdID!s fsType:s
            PortworxVolumeSource volumeID!s fsType:s readOnly:b
            ScaleIOVolumeSource gateway!s system!s secretRef!*LocalObjectReference sslEnabled:b protectionDomain:s
              storagePool:s storageMode:s volumeName:s fsType:s readOnly:b
            StorageOSVolumeSource volumeName:s volumeNamespace:s fsType:s readOnly:b secretRef:*LocalObjectReference
            GlusterfsPersistentVolumeSource endpoints!s path!s readOnly:b endpointsNamespace:*s
            RBDPersistentVolumeSource monitors![s image!s fsType:s pool:s user:s keyring:s secretRef:*SecretReference
              readOnly:b
            ISCSIPersistentVolumeSource targetPortal!s iqn!s lun!i iscsiInterface:s fsType:s readOnly:b portals:[s
              chapAuthDiscovery:b chapAuthSession:b secretRef:*SecretReference initiatorName:*s
            CinderPersistentVolumeSource volumeID!s fsType:s readOnly:b secretRef:*SecretReference
            CephFSPersistentVolumeSource monitors![s path:s user:s secretFile:s secretRef:*SecretReference readOnly:b
            FlexPersistentVolumeSource driver!s fsType:s secretRef:*SecretReference readOnly:b options:{s
            AzureFilePersistentVolumeSource secretName!s shareName!s readOnly:b secretNamespace!*s
            ScaleIOPersistentVolumeSource gateway!s system!s secretRef!*SecretReference sslEnabled:b
              protectionDomain:s storagePool:s storageMode:s volumeName:s fsType:s readOnly:b
            StorageOSPersistentVolumeSource volumeName:s volumeNamespace:s fsType:s readOnly:b
              secretRef:*ObjectReference
            NodeConfigSource configMap:*ConfigMapNodeConfigSource
            ConfigMapNodeConfigSource namespace!s name!s uid:s resourceVersion:s kubeletConfigKey!s
            NodeConfigStatus assigned:*NodeConfigSource active:*NodeConfigSource lastKnownGood:*NodeConfigSource
              error:s
            """;

    private VolumeTypes() { }
}
