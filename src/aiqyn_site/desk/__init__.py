"""The desk: pages for people who sign in to assess, to answer and to publish. No tables, no rules of its own."""
