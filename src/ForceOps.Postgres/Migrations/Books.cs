using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

[DbContext(typeof(LedgerDbContext))]
[Migration("0001_books")]
internal sealed class Books : SqlMigration;
