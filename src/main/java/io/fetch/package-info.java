/** Fetches published data sets from the web onto a local disk: {@link io.fetch.Fetch}. */
package io.fetch;
