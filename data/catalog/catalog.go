// Package catalog keeps episodes and their vectors in one SQLite file.
package catalog
