/** Key of the tag with the end of a cluster's life: `EphemeralCluster` sets it, `Reaper` acts on it. */
export const EXPIRY_TAG = "expiresAt";
