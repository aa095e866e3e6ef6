/** Event files, as TensorBoard reads them: curves in records with checksums. */
package io.events;
