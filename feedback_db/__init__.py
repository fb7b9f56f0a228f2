"""What people said and decided, and the catalogue of runs and versions: SQLAlchemy tables, migrations, repositories."""
