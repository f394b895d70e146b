//! Numbers issued by offices: each with its format, its check and its source.
