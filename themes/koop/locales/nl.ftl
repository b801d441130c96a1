# Wat KOOP anders zegt dan het neutrale thema.

home-text = Met { $service } logt u veilig in bij de applicaties van { $organisation } voor officiële publicaties.
enrolment_done-text = Uw MFA is nu ingesteld voor de { $service }-website. Voortaan vult u bij het inloggen, na uw wachtwoord, een cijfercode in uit uw authenticator-app.
