# Nederlands. Een blok per scherm; het voorvoegsel is het woord van het scherm.
# Schrijf op B1, met "u", actief en kort. { $service } en { $organisation } mogen in elk bericht.

### Rond elk scherm

language = Taal
language-name = Nederlands
skip = Direct naar de inhoud
environment = Let op: dit is niet de echte omgeving, maar { $name }.
error-prefix = Fout:
error-heading = Er ging iets mis
help-heading = Hulp nodig?
help-text = Neem contact op met de servicedesk:
ask-servicedesk = Neem contact op met de servicedesk:
or = of
website = Naar de website van { $organisation }
accessibility = Toegankelijkheid
progress = Stap { $step } van { $of }
cancel = Annuleren
cancel-to = Annuleren en terug naar { $application }
back = Terug
back-to = Terug naar { $application }
begin-again = Ga terug naar de applicatie waarin u wilt werken en log daar opnieuw in.

# Hoe lang tot iets weer kan: "Probeer het over 4 minuten opnieuw."
wait = { $unit ->
    [now] nu
    [seconds] over { $count ->
        [one] 1 seconde
       *[other] { $count } seconden
    }
    [minutes] over { $count ->
        [one] 1 minuut
       *[other] { $count } minuten
    }
   *[hours] over { $count } uur
}

### Codes

code-hint = 6 cijfers
code-again = vraag een nieuwe code aan
code-life = De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig.

### Wat er mis kan zijn met een antwoord

refusal-username_missing = Vul uw gebruikersnaam in.
refusal-password_missing = Vul uw wachtwoord in.
refusal-credentials_wrong = De gebruikersnaam of het wachtwoord klopt niet.
refusal-password_paused = De gebruikersnaam of het wachtwoord klopte te vaak niet. Probeer het { $wait } opnieuw.
refusal-code_malformed = Vul een code van 6 cijfers in.
refusal-code_wrong = De code klopt niet. Controleer de code en probeer het opnieuw.
refusal-recovery_code_malformed = Vul een herstelcode van 16 letters en cijfers in.
refusal-recovery_code_wrong = Deze herstelcode klopt niet of is al gebruikt. Probeer een andere code van uw lijst.
refusal-visit_code_wrong = De code klopt niet of is niet meer geldig. Vraag de servicedesk om een nieuwe code.
refusal-passkey_missing = Wij kregen geen antwoord van uw passkey. Probeer het opnieuw.
refusal-passkey_refused = Het lukte niet met deze passkey. Probeer het opnieuw of kies een andere manier.
refusal-code_dead = De code is niet meer geldig. Vraag een nieuwe code aan.
refusal-code_used = U hebt deze code al gebruikt. Wacht tot uw app een nieuwe code laat zien.
refusal-send_paused = Wij kunnen u nu geen nieuwe code sturen. U kunt { $wait } een nieuwe code aanvragen.
refusal-phone_malformed = Dit is geen geldig telefoonnummer. Vul een nummer in zoals 06 12 34 56 78.
refusal-phone_not_mobile = Op dit nummer kunt u geen sms ontvangen. Vul een mobiel nummer in dat begint met 06.
refusal-phone_country = Wij sturen geen sms naar dit land. Vul een ander mobiel nummer in.

### Waarom een nieuw wachtwoord niet kan

unfit-current_missing = Vul het wachtwoord in dat u nu hebt.
unfit-current_wrong = Uw huidige wachtwoord klopt niet.
unfit-paused = Uw huidige wachtwoord klopte te vaak niet. Probeer het { $wait } opnieuw.
unfit-missing = Vul een nieuw wachtwoord in.
unfit-too_short = Dit wachtwoord is te kort. Gebruik minstens { $least } tekens.
unfit-too_long = Dit wachtwoord is te lang. Gebruik een korter wachtwoord.
unfit-control = In dit wachtwoord staat een teken dat niet kan, zoals een tab. Gebruik letters, cijfers, leestekens en spaties.
unfit-common = Veel mensen gebruiken dit wachtwoord, dus anderen raden het snel. Kies een ander wachtwoord.
unfit-context = Dit wachtwoord is makkelijk te raden, want het lijkt op een naam of een bekend woord. Kies een ander wachtwoord.
unfit-different = De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde wachtwoord in.

### Nieuws

notice-code_sent = Wij hebben u een nieuwe code gestuurd. De vorige code is niet meer geldig.
notice-key_ready = De QR-code staat klaar. Scan de QR-code met uw authenticator-app.
notice-passkey_ready = Uw browser kan nu om uw passkey vragen.

### Een andere tweede stap

other-app = Code uit de authenticator-app gebruiken
other-passkey = Passkey gebruiken
other-recovery_code = Herstelcode gebruiken

### identify: wie bent u?

identify-title = Inloggen
identify-text = Log in met uw account van { $service }.
identify-text-application = Log in met uw account van { $service } om verder te gaan naar { $application }.
identify-label = Gebruikersnaam
identify-submit = Volgende

### password: uw wachtwoord

password-title = Vul uw wachtwoord in
password-username = Gebruikersnaam
password-other = Andere gebruikersnaam
password-label = Wachtwoord
password-submit = Bevestigen
password-forgotten = Wachtwoord vergeten?

### email_code: de code in de e-mail

email_code-title = Vul de beveiligingscode in
email_code-text = Wij hebben een e-mail met een beveiligingscode gestuurd. Vul die beveiligingscode hieronder in.
email_code-unsent = Wij sturen u een e-mail met een beveiligingscode. Daarmee controleren wij of u het bent.
email_code-to = E-mailadres
email_code-send = Beveiligingscode versturen
email_code-again = Kijk ook bij uw ongewenste e-mail. Hebt u geen e-mail gekregen of is de code verlopen,
email_code-label = Beveiligingscode
email_code-submit = Bevestigen
email_code-help = Klopt het e-mailadres niet?
email_code-help-text = U kunt het e-mailadres hier niet veranderen. De servicedesk kan dat wel.

### register_phone: uw telefoonnummer

register_phone-title = Registreer uw telefoonnummer
register_phone-why = Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit.
register_phone-text = Wij sturen een sms met een code naar dit nummer. Wij gebruiken het nummer nergens anders voor.
register_phone-label = Mobiel telefoonnummer
register_phone-hint = Bijvoorbeeld 06 12 34 56 78
register_phone-submit = Volgende

### sms_code: de code in de sms

sms_code-title = Vul de zes cijfers in
sms_code-title-unsent = Ontvang een code per sms
sms_code-text = Wij hebben u een sms gestuurd met een code van zes cijfers.
sms_code-unsent = Wij sturen u een sms met een code van zes cijfers. Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit.
sms_code-to = Telefoonnummer
sms_code-spoken = eindigt op { $digits }
sms_code-other = Ander nummer
sms_code-send = Sms-code versturen
sms_code-again = Hebt u geen sms gekregen of is de code verlopen,
sms_code-label = Beveiligingscode
sms_code-submit = Bevestigen
sms_code-check = Telefoonnummers krijgen soms een andere eigenaar. Daarom vragen wij af en toe of dit nummer nog van u is. U logt hierna gewoon verder in.
sms_code-not-mine = Ik kan dit nummer niet bevestigen
sms_code-help = Komt de sms niet aan of klopt het nummer niet?
sms_code-help-text = Controleer of uw telefoon aanstaat en bereik heeft. Klopt het nummer niet? De servicedesk kan het voor u veranderen.

### enrol_authenticator: de app instellen

enrol_authenticator-title = Stel uw authenticator-app in
enrol_authenticator-text = Een authenticator-app op uw telefoon maakt codes waarmee u veilig inlogt. U stelt de app één keer in.
enrol_authenticator-recovers = U hebt een herstelcode gebruikt. Bent u uw telefoon of de app kwijt? Stel dan hieronder een nieuwe app in. Uw oude app werkt daarna niet meer.
enrol_authenticator-keep = Ik heb mijn app nog
enrol_authenticator-begin = Beginnen
enrol_authenticator-app = 1. Zorg dat u een app hebt
enrol_authenticator-app-text = U hebt een authenticator-app nodig op uw telefoon, bijvoorbeeld Google Authenticator of Microsoft Authenticator.
enrol_authenticator-app-present = Ik heb al een app
enrol_authenticator-app-absent = Ik heb nog geen authenticator-app
enrol_authenticator-app-choice = Kies een app. Scan de code met de camera van uw telefoon, of open de link op uw telefoon. Installeer de app en kom daarna terug naar deze pagina.
enrol_authenticator-app-qr = QR-code: { $app } voor { $system }
enrol_authenticator-app-link = { $app } voor { $system }
enrol_authenticator-scan = 2. Scan de QR-code
enrol_authenticator-scan-text = Open de app op uw telefoon. Kies in de app voor QR-code scannen en richt de camera op deze QR-code.
enrol_authenticator-qr = QR-code voor uw authenticator-app. Kunt u niet scannen? Gebruik dan de sleutel hieronder.
enrol_authenticator-scan-help = Lukt scannen niet, of leest u dit op uw telefoon?
enrol_authenticator-same-device = Open uw authenticator-app op dit apparaat
enrol_authenticator-key = Of kies in de app voor een code invoeren en vul deze sleutel in. Geef de sleutel nooit aan iemand anders.
enrol_authenticator-code = 3. Vul de code in
enrol_authenticator-code-text = De app laat nu een code zien. Vul de zescijferige code hieronder in.
enrol_authenticator-label = Code uit de app
enrol_authenticator-submit = Bevestigen

### totp: de code van de app

totp-title = Vul de cijfercode in
totp-text = Open de authenticator-app op uw telefoon. Vul de cijfercode in die u daar ziet bij { $service }.
totp-label = Cijfercode
totp-submit = Bevestigen
totp-lost = Geen toegang meer tot uw app?
totp-lost-text = Hebt u een nieuwe telefoon of is de app verwijderd? De servicedesk zorgt dat u de app opnieuw kunt instellen.

### passkey: een passkey
# Een passkey is het woord dat telefoons en computers zelf gebruiken.

passkey-title = Gebruik uw passkey
passkey-text = Bevestig met uw passkey dat u het bent. Uw browser vraagt om uw vingerafdruk, uw gezicht of een pincode.
passkey-demanded = Voor deze applicatie hebt u een passkey nodig. Uw browser vraagt om uw vingerafdruk, uw gezicht of een pincode.
passkey-submit = Passkey gebruiken
passkey-instead = Inloggen met een passkey
passkey-begin = Beginnen
passkey-failed = Het lukte niet met de passkey. U kunt het opnieuw proberen.
passkey-cannot = Uw browser kan op deze pagina geen passkey gebruiken. Misschien staat JavaScript uit. Kies hieronder een andere manier.
passkey-cannot-demanded = Uw browser kan op deze pagina geen passkey gebruiken. Misschien staat JavaScript uit. Zet het aan of gebruik een andere browser.
passkey-lost = Hebt u uw passkey niet bij de hand?
passkey-lost-text = Log dan in met uw authenticator-app. U kunt een passkey verwijderen of toevoegen op de pagina van uw account.

### enrol_passkey: een passkey maken

enrol_passkey-title = Maak een passkey
enrol_passkey-text = Met een passkey logt u in met uw vingerafdruk, uw gezicht of de pincode van uw telefoon of computer. U hoeft dan geen wachtwoord en geen code in te vullen.
enrol_passkey-demanded = Voor deze applicatie hebt u een passkey nodig. Daarmee logt u in met uw vingerafdruk, uw gezicht of de pincode van uw telefoon of computer.
enrol_passkey-how = Uw browser vraagt waar u de passkey wilt bewaren. Uw authenticator-app blijft ook werken.
enrol_passkey-submit = Passkey maken
enrol_passkey-cannot = Uw browser kan op deze pagina geen passkey maken. Misschien staat JavaScript uit. U kunt verdergaan zonder passkey.
enrol_passkey-skip = Verder zonder passkey

### recovery_code: een herstelcode

recovery_code-title = Vul een herstelcode in
recovery_code-text = Gebruik een herstelcode van de lijst die u hebt bewaard. Elke code werkt één keer.
recovery_code-label = Herstelcode
recovery_code-hint = 16 letters en cijfers, bijvoorbeeld k7mq-2x9d-p4tw-8rzc
recovery_code-submit = Bevestigen
recovery_code-lost = Hebt u geen herstelcodes meer?
recovery_code-lost-text = De servicedesk zorgt dat u weer kunt inloggen.

### visit_code: de code van de servicedesk

visit_code-title = Vul de code van de servicedesk in
visit_code-text = U gaat een authenticator-app instellen. Daarvoor hebt u een code nodig die de servicedesk u vertelt. De code is 30 minuten geldig.
visit_code-label = Code van de servicedesk
visit_code-submit = Bevestigen
visit_code-lost = Hebt u geen code of is de code verlopen?
visit_code-lost-text = Vraag de servicedesk om een nieuwe code. Wij sturen deze code niet per sms of e-mail.

### enrolment_done: het is klaar

enrolment_done-title = Instellen MFA is voltooid
enrolment_done-text = Uw MFA is nu ingesteld voor { $service }. Voortaan vult u bij het inloggen, na uw wachtwoord, een cijfercode in uit uw authenticator-app.
enrolment_done-tip = Verwijder de app dus niet. Krijgt u een nieuwe telefoon? Zet de app dan eerst over.
enrolment_done-submit = Verder
enrolment_done-submit-application = Verder naar { $application }
enrolment_done-passkey = Wilt u voortaan sneller inloggen? Met een passkey gebruikt u uw vingerafdruk, uw gezicht of een pincode.
enrolment_done-passkey-submit = Ook een passkey maken

### consent: mag de applicatie dit?
# Achter de dubbele punt staat een lijst: elk deel begint met een kleine letter en eindigt zonder punt.

consent-title = Geeft u toestemming?
consent-asked = De applicatie vraagt uw toestemming voor:
consent-asked-application = { $application } vraagt uw toestemming voor:
consent-before = Hiervoor gaf u al toestemming
consent-later = U kunt uw toestemming later intrekken op de pagina van uw account.
consent-submit = Toestaan
consent-cancel = Annuleren
consent-scope-openid = een code waaraan de applicatie u herkent
consent-scope-profile = uw naam, uw gebruikersnaam en wat verder in uw profiel staat, zoals uw geboortedatum of geslacht
consent-scope-email = uw e-mailadres
consent-scope-phone = uw telefoonnummer
consent-scope-address = uw adres
consent-scope-elsewhere = het gebruik van andere diensten uit uw naam ({ $about })
consent-scope-offline_access = het gebruik van uw gegevens, ook als u niet bent ingelogd
consent-claim-name = uw volledige naam
consent-claim-given_name = uw voornaam
consent-claim-family_name = uw achternaam
consent-claim-middle_name = uw tweede naam of tussenvoegsel
consent-claim-nickname = uw roepnaam
consent-claim-preferred_username = uw gebruikersnaam
consent-claim-profile = het adres van uw profielpagina
consent-claim-picture = uw foto
consent-claim-website = uw website
consent-claim-gender = uw geslacht
consent-claim-birthdate = uw geboortedatum
consent-claim-zoneinfo = uw tijdzone
consent-claim-locale = uw taal
consent-claim-updated_at = wanneer uw gegevens voor het laatst zijn veranderd
consent-claim-email = uw e-mailadres
consent-claim-email_verified = of uw e-mailadres is gecontroleerd
consent-claim-phone_number = uw telefoonnummer
consent-claim-phone_number_verified = of uw telefoonnummer is gecontroleerd
consent-claim-address = uw adres

### stopped: het inloggen kan niet verder

stopped-disabled-title = Uw account is uitgeschakeld
stopped-disabled-text = U kunt daarom niet inloggen.
stopped-nothing_on_record-title = Wij kunnen u geen code sturen
stopped-nothing_on_record-text = Om in te loggen sturen wij u eerst een code. Maar bij uw account staat geen telefoonnummer en geen e-mailadres. De servicedesk kan dit voor u regelen.
stopped-budget_spent-title = U hebt te vaak een verkeerde code ingevuld
stopped-budget_spent-text = Om uw account te beschermen kunt u nu niet verder. Probeer het { $wait } opnieuw. Was u dit niet zelf, of lukt het niet?
stopped-other_person-title = De applicatie vraagt om een ander account
stopped-other_person-text = U bent ingelogd met een ander account dan de applicatie verwacht. Ga terug en log in met het juiste account. Weet u niet welk account dat is?
stopped-changed-title = Uw account is gewijzigd
stopped-changed-text = Dat gebeurde terwijl u aan het inloggen was. Log opnieuw in. Hebt u niets gewijzigd en vertrouwt u het niet?

stopped-owes_password-title = U hebt een nieuw wachtwoord nodig
stopped-owes_password-text = Er is gemeld dat iemand anders met uw account heeft ingelogd. Daarom kunt u pas weer inloggen met een nieuw wachtwoord. Vraag dat aan met de link onder het wachtwoordveld, of laat de servicedesk u helpen.

### lost: dit inloggen is hier niet bekend

lost-unknown-title = U kunt hier niet verder
lost-unknown-text = Het inloggen duurde te lang of is al afgerond.
lost-other_browser-title = U begon in een andere browser
lost-other_browser-text = Om veilig in te loggen moet u beginnen en eindigen in dezelfde browser.

### authorization_error: de applicatie vroeg iets wat niet kan

authorization_error-title = U kunt nu niet inloggen
authorization_error-text = De applicatie waar u vandaan komt, heeft ons een verkeerde vraag gestuurd. U hebt zelf niets fout gedaan.
authorization_error-stays = Gebeurt dit vaker? Meld het dan bij de servicedesk.
authorization_error-technical = Voor de maker van de applicatie

### logout, logging_out en logged_out: uitloggen

logout-title = Wilt u uitloggen?
logout-text = U logt dan uit bij { $service }. Daarna moet u opnieuw inloggen om verder te werken.
logout-submit = Uitloggen
logout-stay = Wilt u ingelogd blijven? Sluit dan deze pagina.
logging_out-title = U wordt uitgelogd
logging_out-text = Wij loggen u ook uit bij de andere applicaties. Daarna gaat u vanzelf verder. Duurt het te lang? Kies dan zelf:
logging_out-on = Ga verder
logging_out-frame = Uitloggen bij { $application }
logged_out-title = U bent uitgelogd
logged_out-text = U kunt dit venster sluiten. Werkt u op een computer die ook anderen gebruiken? Sluit dan de hele browser.

### form_post: terug naar de applicatie

form_post-title = U gaat terug naar de applicatie
form_post-text = Gaat u niet vanzelf verder? Druk dan op de knop.
form_post-submit = Verder

### account: uw eigen pagina

account-title = Uw account
account-username = Gebruikersnaam
account-name = Naam
account-organisation = Organisatie
account-email = E-mailadres
account-phone = Telefoonnummer
account-none = niet bekend
account-sections = Wat u hier kunt doen
account-apps = { $count ->
    [one] 1 authenticator-app
   *[other] { $count } authenticator-apps
}
account-passkeys = { $count ->
    [0] geen passkeys
    [one] 1 passkey
   *[other] { $count } passkeys
}
account-recovery_codes = { $count ->
    [0] geen herstelcodes
    [one] nog 1 herstelcode
   *[other] nog { $count } herstelcodes
}
account-password = Wachtwoord wijzigen
account-logout = Uitloggen

account-back = Terug naar uw account

# Een datum met tijd
moment = { $day }-{ $month }-{ $year } om { $time } uur

### Wat er van een wijziging is geworden

said-app_added = De authenticator-app is toegevoegd. U kunt er nu mee inloggen.
said-app_named = De naam is opgeslagen.
said-app_removed = De authenticator-app is verwijderd. Verwijder { $service } ook uit de app op uw telefoon.
said-app_stays = Dit is uw enige authenticator-app. U kunt deze niet verwijderen, want dan kunt u niet meer inloggen. Voeg eerst een andere app toe.
said-app_name_malformed = Vul een naam in van 1 tot 40 tekens.
said-passkey_added = De passkey is toegevoegd. U kunt er nu mee inloggen.
said-passkey_named = De naam is opgeslagen.
said-passkey_removed = De passkey is verwijderd. Verwijder deze ook uit uw telefoon of computer.
said-key_gone = De QR-code is niet meer geldig. Begin opnieuw.
said-code_sent = Wij hebben u een code gestuurd.
said-budget_spent = U hebt te vaak een verkeerde code ingevuld. Probeer het { $wait } opnieuw.
said-codes_kept = Uw herstelcodes zijn klaar. Bewaar ze op een veilige plek.
said-phone_changed = Uw telefoonnummer is gewijzigd.
said-email_malformed = Dit is geen geldig e-mailadres. Vul een adres in zoals naam@voorbeeld.nl.
said-email_changed = Uw e-mailadres is gewijzigd.
said-session_ended = U bent daar uitgelogd.
said-others_ended = U bent overal uitgelogd, behalve hier.
said-consent_taken_back = U hebt uw toestemming ingetrokken.
said-changed = Uw account is net gewijzigd. Controleer de pagina en probeer het opnieuw.

### account_apps, account_app, account_app_new: uw authenticator-apps

account_apps-title = Authenticator-apps
account_apps-text = Met deze apps logt u in. U kunt er meer dan één hebben, bijvoorbeeld op twee telefoons.
account_apps-nameless = App zonder naam
account_apps-added = Toegevoegd op
account_apps-used = Laatst gebruikt op
account_apps-unused = Na het toevoegen nog niet gebruikt
account_apps-never = nog niet
account_apps-new = Een app toevoegen
account_app-title = Authenticator-app
account_app-name = Naam van de app
account_app-hint = Bijvoorbeeld: telefoon van het werk
account_app-submit = Opslaan
account_app-remove = App verwijderen
account_app-remove-text = Met deze app kunt u daarna niet meer inloggen.
account_app-remove-submit = Verwijderen
account_app-back = Terug naar uw authenticator-apps
account_app_new-title = Authenticator-app toevoegen
account_app_new-text = U krijgt een QR-code voor uw nieuwe app. Uw andere apps blijven werken.
account_app_new-scan = 1. Scan de QR-code
account_app_new-code = 2. Vul de code in

### account_passkeys, account_passkey, account_passkey_new: uw passkeys

account_passkeys-title = Passkeys
account_passkeys-text = Met een passkey logt u in met uw vingerafdruk, uw gezicht of een pincode.
account_passkeys-none = U hebt nog geen passkey.
account_passkeys-nameless = Passkey zonder naam
account_passkeys-new = Een passkey toevoegen
account_passkey-title = Passkey
account_passkey-name = Naam van de passkey
account_passkey-hint = Bijvoorbeeld: laptop van het werk
account_passkey-remove = Passkey verwijderen
account_passkey-remove-text = Met deze passkey kunt u daarna niet meer inloggen. Uw authenticator-app blijft werken.
account_passkey-back = Terug naar uw passkeys
account_passkey_new-title = Passkey toevoegen
account_passkey_new-cannot = Uw browser kan op deze pagina geen passkey maken. Misschien staat JavaScript uit. Uw authenticator-app blijft werken.

### account_recovery_codes: uw herstelcodes

account_recovery_codes-title = Herstelcodes
account_recovery_codes-text = Hebt u uw telefoon niet bij de hand? Dan logt u in met uw wachtwoord en een herstelcode. Elke code werkt één keer.
account_recovery_codes-left = { $count ->
    [0] U hebt nu geen herstelcodes.
    [one] U hebt nog 1 herstelcode.
   *[other] U hebt nog { $count } herstelcodes.
}
account_recovery_codes-again = Maakt u nieuwe codes? Dan werken uw oude codes niet meer.
account_recovery_codes-once = U krijgt tien codes. U ziet ze maar één keer. Zorg dus dat u ze meteen kunt bewaren.
account_recovery_codes-submit = Tien codes maken
account_recovery_codes_new-title = Bewaar uw herstelcodes
account_recovery_codes_new-text = Dit zijn uw nieuwe herstelcodes. U ziet ze alleen nu. Uw oude codes werken niet meer. Bewaar ze op een veilige plek, en niet bij uw wachtwoord.
account_recovery_codes_new-file = herstelcodes.txt
account_recovery_codes_new-download = Herstelcodes downloaden als tekstbestand
account_recovery_codes_new-print = U kunt de codes ook overschrijven, of deze pagina afdrukken.
account_recovery_codes_new-submit = Ik heb de codes bewaard

### account_contact: uw telefoonnummer en e-mailadres

account_contact-now = Nu bij ons bekend
account_contact-submit = Code versturen
account_contact-again = Stuur een nieuwe code
account_contact-phone-title = Telefoonnummer wijzigen
account_contact-phone-text = Wij sturen een sms met een code naar uw nieuwe nummer. Pas als u die code invult, wijzigt uw nummer. Wij sturen ook een bericht naar uw oude nummer.
account_contact-phone-label = Nieuw mobiel telefoonnummer
account_contact-phone-hint = Bijvoorbeeld 06 12 34 56 78
account_contact-phone-sent = Wij hebben een sms met een code van zes cijfers gestuurd naar { $to }.
account_contact-phone-unsent = Er is geen geldige code gestuurd naar { $to }. Vraag een nieuwe code aan.
account_contact-phone-other = Ander nummer
account_contact-email-title = E-mailadres wijzigen
account_contact-email-text = Wij sturen een e-mail met een code naar uw nieuwe adres. Pas als u die code invult, wijzigt uw adres. Wij sturen ook een bericht naar uw oude adres.
account_contact-email-label = Nieuw e-mailadres
account_contact-email-hint = Bijvoorbeeld naam@voorbeeld.nl
account_contact-email-sent = Wij hebben een e-mail met een code van zes cijfers gestuurd naar { $to }. Kijk ook bij uw ongewenste e-mail.
account_contact-email-unsent = Er is geen geldige code gestuurd naar { $to }. Vraag een nieuwe code aan.
account_contact-email-other = Ander adres

### account_sessions: waar u bent ingelogd

account_sessions-title = Waar u bent ingelogd
account_sessions-text = Hieronder staat elke browser waarin u nu bent ingelogd.
account_sessions-here = Dit is de browser die u nu gebruikt
account_sessions-began = Ingelogd op
account_sessions-used = Laatst gebruikt op
account_sessions-saw = Gebruikt voor:
account_sessions-end = Hier uitloggen
account_sessions-end-others = Overal uitloggen, behalve hier
account_sessions-applications = Applicaties met uw toestemming
account_sessions-applications-text = Trekt u uw toestemming in? Dan kan de applicatie uw gegevens niet meer bij ons opvragen. Gebruikt u de applicatie weer, dan vraagt zij opnieuw toestemming.
account_sessions-applications-none = U hebt geen applicatie toestemming gegeven.
account_sessions-take-back = Toestemming voor { $application } intrekken

### account_logins en account_dispute: wanneer u hebt ingelogd

account_logins-title = Wanneer u hebt ingelogd
account_logins-text = Dit zijn de laatste keren dat er met uw account is ingelogd.
account_logins-none = Er is nog niet ingelogd.
account_logins-application = Voor { $application }
account_logins-own = Voor uw eigen account
account_logins-level-password = Met het wachtwoord
account_logins-level-mfa = Met het wachtwoord en een tweede stap
account_logins-level-phishing_resistant = Met een passkey
account_logins-network = Vanaf netwerk { $network }
account_logins-dispute = Ziet u iets wat u niet kent?
account_logins-not-me = Dit was ik niet
account_dispute-title = Was u het niet?
account_dispute-text = Meld het als iemand anders met uw account heeft ingelogd. Dan gebeurt dit:
account_dispute-sessions = U wordt overal uitgelogd, ook hier.
account_dispute-password = U kunt pas weer inloggen als u een nieuw wachtwoord hebt.
account_dispute-desk = De servicedesk ziet uw melding en helpt u verder.
account_dispute-submit = Dit was ik niet
account_dispute-back = Terug, er is niets aan de hand

### password_forgotten, password_link_sent en password_link_dead: wachtwoord vergeten

password_forgotten-title = Wachtwoord vergeten
password_forgotten-text = Vul uw gebruikersnaam in. Wij sturen u een e-mail met een link. Daarmee kiest u een nieuw wachtwoord.
password_forgotten-submit = E-mail aanvragen
password_forgotten-help = Weet u uw gebruikersnaam niet meer?
password_forgotten-help-text = De servicedesk kan uw gebruikersnaam opzoeken.
password_link_sent-title = Kijk in uw e-mail
password_link_sent-text = Kennen wij deze gebruikersnaam en weten wij het e-mailadres? Dan krijgt u binnen een paar minuten een e-mail met een link. De link is 30 minuten geldig. Gebruik altijd de link uit de nieuwste e-mail.
password_link_sent-spam = Hebt u geen e-mail gekregen? Kijk ook bij uw ongewenste e-mail. U kunt een paar keer per uur een e-mail aanvragen. Lukt het niet?
password_link_dead-title = Deze link werkt niet meer
password_link_dead-text = U kunt een link één keer gebruiken, en niet te lang na de e-mail. Hebt u later nog een e-mail gekregen? Gebruik dan de link uit de nieuwste e-mail.
password_link_dead-again = Vraag een nieuwe link aan
password_link_dead-invited = Kreeg u de link omdat u een nieuw account hebt? De servicedesk kan u een nieuwe sturen.

### new_password en password_changed: een wachtwoord kiezen

new_password-title = { $way ->
    [change] Wijzig uw wachtwoord
    [invitation] Kies uw wachtwoord
   *[reset] Kies een nieuw wachtwoord
}
new_password-text = { $way ->
    [invitation] Er is een account voor u gemaakt bij { $service }. Kies hier een wachtwoord. Daarna kunt u inloggen.
   *[other] Daarna werkt uw oude wachtwoord niet meer en bent u overal uitgelogd.
}
new_password-current = Huidig wachtwoord
new_password-label = Nieuw wachtwoord
new_password-hint = Minstens { $least } tekens. Neem bijvoorbeeld drie woorden die niets met elkaar te maken hebben.
new_password-again = Nieuw wachtwoord, nog een keer
new_password-submit = Wachtwoord opslaan
new_password-back = Terug naar uw account
password_changed-title = Uw wachtwoord is opgeslagen
password_changed-text = U kunt nu inloggen met uw nieuwe wachtwoord.
password_changed-on = Ga daarvoor naar de applicatie waarin u wilt werken.
password_changed-account = Naar uw account

### home: wat dit is

home-title = Inloggen bij { $organisation }
home-text = Met { $service } logt u veilig in bij de applicaties van { $organisation }.
home-begin = Wilt u inloggen? Ga dan naar de applicatie waarin u wilt werken. U komt vanzelf hier terug om in te loggen.

### accessibility: de toegankelijkheidsverklaring
# De onderdelen staan vast (Uitvoeringsbesluit (EU) 2018/1523). De organisatie moet de status, de termijnen en de datum nakijken.

accessibility-title = Toegankelijkheid
accessibility-text = { $organisation } wil dat iedereen kan inloggen bij { $service }, ook mensen met een beperking. Deze verklaring gaat over de pagina's waarop u inlogt. De applicaties hebben een eigen verklaring.
accessibility-basis = De wet zegt waaraan deze pagina's moeten voldoen: het Besluit digitale toegankelijkheid overheid. Dat zijn de eisen van de Europese norm EN 301 549. Wij testen met de nieuwste versie van die eisen: WCAG 2.2, niveau A en AA.
accessibility-status = Voldoen deze pagina's aan de eisen?
accessibility-status-own = Wij hebben de pagina's zelf getest. De fouten die wij vonden, zijn verbeterd. Een onafhankelijke deskundige heeft de pagina's nog niet onderzocht. De status is daarom: C, eerste maatregelen genomen.
accessibility-status-official = De status staat in het landelijke register.
accessibility-official = Bekijk de officiële verklaring van { $organisation }
accessibility-tested = Hoe zijn de pagina's getest?
accessibility-tested-text = De maker van deze pagina's test bij elke nieuwe versie elke pagina, in het Nederlands en in het Engels, in een gewone browser. Dit gaat over versie { $version }.
accessibility-way-axe = Met { $rules } regels van het testprogramma axe-core { $axe }.
accessibility-way-narrow = Op een smal scherm (320 pixels): u hoeft niet opzij te schuiven.
accessibility-way-zoomed = Met letters die twee keer zo groot zijn.
accessibility-way-spaced = Met meer ruimte tussen letters, woorden en regels.
accessibility-way-keyboard = Met alleen het toetsenbord: u ziet steeds waar u bent.
accessibility-way-colours = Met de kleuren die u in uw computer hebt gekozen (hoog contrast).
accessibility-way-still = Zonder bewegende beelden.
accessibility-way-printed = Op papier.
accessibility-exactly = Wat er precies is getest
accessibility-pages = { $pages } pagina's, samen in { $states } toestanden (bijvoorbeeld met een foutmelding):
accessibility-themes = In deze vormgeving:
accessibility-rules = Met deze regels:
accessibility-limits = Wat kan nog beter?
accessibility-limit-people = De pagina's zijn nog niet getest door mensen met een beperking, en niet met een voorleesprogramma.
accessibility-limit-app = U hebt een authenticator-app nodig. Die is van een andere maker. Kunt u de QR-code niet scannen? Dan kunt u een sleutel overnemen.
accessibility-limit-sms = Een code komt per sms of e-mail. Wij bellen u niet om de code voor te lezen.
accessibility-limit-time = Een code is niet lang geldig. Op de pagina staat hoe lang. U kunt altijd een nieuwe code aanvragen.
accessibility-contact = Werkt iets niet goed voor u?
accessibility-contact-text = Laat het de servicedesk weten. Vertel op welke pagina u was, wat niet lukte en welk hulpmiddel u gebruikt:
accessibility-contact-answer = U krijgt binnen 5 werkdagen bericht dat wij uw melding hebben. Binnen 3 weken krijgt u antwoord. Lukt inloggen niet, dan helpt de servicedesk u meteen verder.
accessibility-complaint = Niet tevreden met het antwoord?
accessibility-complaint-text = Dien dan een klacht in bij { $organisation }, via de servicedesk. Bent u daarna nog niet tevreden? Dan kunt u naar een van deze organisaties:
accessibility-complaint-ombudsman = de Nationale ombudsman
accessibility-complaint-rights = het College voor de Rechten van de Mens
accessibility-date = Deze verklaring is gemaakt op 26 november 2026.

### forbidden, not_found, server_error, unavailable: het gaat niet

forbidden-title = Wij konden uw antwoord niet gebruiken
forbidden-text = De pagina was te oud, of uw browser bewaart geen cookies.
forbidden-retry = Ga terug naar de vorige pagina, ververs de pagina en probeer het opnieuw. Lukt het dan nog niet? Sta cookies toe voor deze website.
not_found-title = Deze pagina bestaat niet
not_found-text = Controleer het adres van de pagina.
server_error-title = Er ging iets mis bij ons
server_error-text = U hebt zelf niets fout gedaan. Wacht even en probeer het opnieuw.
server_error-stays = Gebeurt het weer? Neem dan contact op met de servicedesk:
server_error-reference = Noem daarbij dit nummer:
unavailable-title = Inloggen lukt nu even niet
unavailable-text = Het is erg druk of er is een storing. U hebt zelf niets fout gedaan.
unavailable-retry = Wacht een minuut en probeer het opnieuw.

### Sms. Gebruik alleen gewone letters (geen ë, ï of gekrulde aanhalingstekens): anders past de tekst niet in één sms.

sms-code = Uw sms-code is { $code }. De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig. Geef deze code nooit aan iemand anders.

sms-phone_replaced = Bij uw account van { $service } staat nu een ander telefoonnummer. Was u dit niet? Neem direct contact op met de servicedesk.

### E-mail. Zet nooit een code in het onderwerp, en nooit een link naar het inloggen in de tekst. Alleen wie een wachtwoord kiest,
### krijgt een link: die staat er helemaal, met hoe onze links beginnen.

mail-greeting = Beste gebruiker,
mail-regards = Met vriendelijke groet,
mail-contact = Hebt u vragen? Neem contact op met de servicedesk:
mail-code-life = De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig. Geef deze code nooit aan iemand anders.

mail-link-life = De link werkt één keer. U kunt hem { $unit ->
    [days] { $count ->
        [one] 1 dag
       *[other] { $count } dagen
    }
   *[minutes] { $count ->
        [one] 1 minuut
       *[other] { $count } minuten
    }
} gebruiken. Stuur deze e-mail niet door.
mail-link-check = Kijk eerst goed naar de link. Onze link begint met { $site } en wij vragen op die pagina alleen om een nieuw wachtwoord. Klopt dat niet? Gebruik de link dan niet en neem contact op met de servicedesk.

mail-email_code-subject = Uw beveiligingscode voor { $service }
mail-email_code-text = U logt in bij { $service }. Vul deze beveiligingscode in op de inlogpagina:
mail-email_code-unexpected = Hebt u geen code aangevraagd? Dan kent iemand anders misschien uw wachtwoord. Neem direct contact op met de servicedesk.

mail-budget_spent-subject = Er is te vaak een verkeerde code ingevuld bij { $service }
mail-budget_spent-text = { $guess ->
    [authenticator] Bij uw account is te vaak een verkeerde code uit de authenticator-app ingevuld.
    [password] Bij uw account is te vaak een verkeerd wachtwoord ingevuld.
    [passkey] Bij uw account is te vaak zonder succes een passkey geprobeerd.
    [recovery_code] Bij uw account is te vaak een verkeerde herstelcode ingevuld.
    [visit_code] Bij uw account is te vaak een verkeerde code van de servicedesk ingevuld.
   *[sent_code] Bij uw account is te vaak een verkeerde code uit een sms of e-mail ingevuld.
} Daarom kunt u een tijd niet inloggen. Op de inlogpagina staat wanneer het weer kan.
mail-budget_spent-unexpected = Was u dit niet zelf? Dan kent iemand anders misschien uw wachtwoord. Neem direct contact op met de servicedesk.

mail-authenticator_added-subject = Uw authenticator-app is ingesteld voor { $service }
mail-authenticator_added-text = Bij uw account is een authenticator-app ingesteld. Voortaan hebt u de code uit deze app nodig om in te loggen.
mail-authenticator_added-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-recovery_code_used-subject = Er is een herstelcode gebruikt bij { $service }
mail-recovery_code_used-text = Er is met een herstelcode ingelogd op uw account. U hebt nog { $left ->
    [0] geen herstelcodes meer. Maak nieuwe codes op uw accountpagina.
    [one] 1 herstelcode.
   *[other] { $left } herstelcodes.
}
mail-recovery_code_used-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-factors_reset-subject = Uw authenticator-app is verwijderd bij { $service }
mail-factors_reset-text = De servicedesk heeft de authenticator-app bij uw account verwijderd. Als u weer inlogt, stelt u een nieuwe in. Daarvoor hebt u de code nodig die de servicedesk u vertelt. Verwijder de oude code uit uw app.
mail-factors_reset-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-password_set-subject = Uw wachtwoord is gewijzigd bij { $service }
mail-password_set-text = De servicedesk heeft een nieuw wachtwoord ingesteld voor uw account. Uw oude wachtwoord werkt niet meer.
mail-password_set-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-password_link-subject = Een nieuw wachtwoord kiezen bij { $service }
mail-password_link-text = Er is een nieuw wachtwoord gevraagd voor uw account { $username } bij { $service }. Hebt u dat zelf gedaan? Kies dan met deze link een nieuw wachtwoord:
mail-password_link-unexpected = Hebt u hier niet om gevraagd? Dan hoeft u niets te doen. Uw wachtwoord blijft hetzelfde.

mail-invitation-subject = Uw account bij { $service }
mail-invitation-text = { $organisation } heeft een account voor u gemaakt bij { $service }. Uw gebruikersnaam is { $username }. Kies met deze link een wachtwoord. Daarna kunt u inloggen.
mail-invitation-unexpected = Verwacht u geen account bij { $organisation }? Dan hoeft u niets te doen. Twijfelt u? Neem contact op met de servicedesk.

mail-password_changed-subject = Uw wachtwoord is gewijzigd bij { $service }
mail-password_changed-text = U hebt een nieuw wachtwoord gekozen voor uw account. Uw oude wachtwoord werkt niet meer. U bent overal uitgelogd.
mail-password_changed-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-address_code-subject = Uw beveiligingscode voor { $service }
mail-address_code-text = U wilt dit e-mailadres gebruiken bij { $service }. Vul deze beveiligingscode in op de pagina van uw account:
mail-address_code-unexpected = Hebt u dit niet aangevraagd? Dan heeft iemand zich misschien vergist in het adres. U hoeft niets te doen.

mail-authenticator_removed-subject = Een authenticator-app is verwijderd bij { $service }
mail-authenticator_removed-text = Een authenticator-app is verwijderd van uw account. Met die app kunt u niet meer inloggen.
mail-authenticator_removed-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_added-subject = U hebt een passkey voor { $service }
mail-passkey_added-text = Bij uw account is een passkey toegevoegd. Daarmee kunt u inloggen zonder wachtwoord en zonder code.
mail-passkey_added-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_removed-subject = Een passkey is verwijderd bij { $service }
mail-passkey_removed-text = Een passkey is verwijderd van uw account. Met die passkey kunt u niet meer inloggen.
mail-passkey_removed-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_cloned-subject = Wij hebben een passkey geweigerd bij { $service }
mail-passkey_cloned-text = Iemand wilde met een passkey van u inloggen. Het leek alsof er twee van die passkey zijn. Daarom hebben wij het niet toegestaan. Log in met uw authenticator-app, verwijder de passkey op de pagina van uw account en maak een nieuwe.
mail-passkey_cloned-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-recovery_codes_made-subject = U hebt nieuwe herstelcodes voor { $service }
mail-recovery_codes_made-text = Er zijn nieuwe herstelcodes gemaakt voor uw account. Uw oude herstelcodes werken niet meer.
mail-recovery_codes_made-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-phone_replaced-subject = Uw telefoonnummer is gewijzigd bij { $service }
mail-phone_replaced-text = Bij uw account staat nu een ander telefoonnummer.
mail-phone_replaced-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-email_replaced-subject = Uw e-mailadres is gewijzigd bij { $service }
mail-email_replaced-text = Bij uw account staat nu een ander e-mailadres. Dit is de laatste e-mail die wij naar dit adres sturen.
mail-email_replaced-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-login_disputed-subject = U hebt gemeld dat iemand anders inlogde bij { $service }
mail-login_disputed-text = U bent overal uitgelogd. U kunt pas weer inloggen als u een nieuw wachtwoord hebt. De servicedesk helpt u daarbij.
mail-login_disputed-unexpected = Hebt u dit niet gemeld? Neem dan ook direct contact op met de servicedesk.
