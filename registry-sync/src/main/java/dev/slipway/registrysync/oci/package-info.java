/** The OCI distribution protocol: repositories, manifests, blobs and referrers by digest. */
@NullMarked
package dev.slipway.registrysync.oci;

import org.jspecify.annotations.NullMarked;
